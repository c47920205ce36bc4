package io.elbowatch.core.image;

import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/**
 * The destination of the JDK's JPEG reader: it passes each row on at once, and keeps none. The reader hands it rows of
 * grey or RGB from the top; libjpeg has converted the colours.
 */
final class JpegRows extends WritableRaster {
    private static final ColorModel GREY = model(ColorSpace.CS_GRAY, 1);
    private static final ColorModel RGB = model(ColorSpace.CS_sRGB, 3);

    private final int channels;
    private final RowTarget target;
    private final byte[] row; // [C, W]
    private int rows;

    /**
     * @param bands 1 (grey) or 3 (RGB), what libjpeg gives
     * @param channels 1 (grey) or 3 (RGB), what the target takes
     */
    JpegRows(int height, int width, int bands, int channels, RowTarget target) {
        super(samples(height, width, bands), new DataBufferByte(1), new Point());
        this.channels = channels;
        this.target = target;
        this.row = new byte[channels * width];
    }

    private static ColorModel model(int space, int bands) {
        int[] bits = new int[bands];
        Arrays.fill(bits, 8);
        return new ComponentColorModel(
                ColorSpace.getInstance(space), bits, false, false, ColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
    }

    private static PixelInterleavedSampleModel samples(int height, int width, int bands) {
        int[] offsets = bands == 1 ? new int[] {0} : new int[] {0, 1, 2};
        return new PixelInterleavedSampleModel(DataBuffer.TYPE_BYTE, width, height, bands, bands * width, offsets);
    }

    /** What the reader gets for an image. */
    BufferedImage image() {
        return new BufferedImage(getNumBands() == 1 ? GREY : RGB, this, false, null);
    }

    /** Whether all rows have come. */
    boolean complete() {
        return rows == getHeight();
    }

    @Override
    public void setRect(int x, int y, Raster line) {
        if (x != 0 || y != rows || line.getWidth() != getWidth() || line.getHeight() != 1) {
            throw new IllegalStateException("row " + y + " after " + rows);
        }
        rows++;
        byte[] samples = ((DataBufferByte) line.getDataBuffer()).getData(); // [W, bands]
        if (getNumBands() == 1) {
            grey(samples);
        } else if (channels == 1) {
            luma(samples, row);
            target.row(row);
        } else {
            colours(samples);
        }
    }

    private void grey(byte[] samples) {
        if (channels > 1) {
            for (int c = 0; c < channels; c++) {
                System.arraycopy(samples, 0, row, c * getWidth(), getWidth());
            }
        }
        target.row(channels == 1 ? samples : row);
    }

    private static void luma(byte[] samples, byte[] row) {
        for (int x = 0, at = 0; x < row.length; x++, at += 3) {
            row[x] = Luma.of(samples[at] & 0xff, samples[at + 1] & 0xff, samples[at + 2] & 0xff);
        }
    }

    private void colours(byte[] samples) {
        int width = getWidth();
        for (int x = 0, at = 0; x < width; x++, at += 3) {
            row[x] = samples[at];
            row[width + x] = samples[at + 1];
            row[2 * width + x] = samples[at + 2];
        }
        target.row(row);
    }
}
