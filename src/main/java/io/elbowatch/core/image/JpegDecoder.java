package io.elbowatch.core.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;

/**
 * Decodes baseline and progressive JPEG with the JDK's libjpeg. Grey and YCbCr in one scan come row by row, with colours that
 * libjpeg has converted. Of several scans the JDK gives all rows after each scan, and RGB, CMYK and YCCK it takes for something
 * else than Pillow does: these are decoded as a whole, and {@link JpegColours} converts them. Damage that libjpeg only warns
 * about, and fills with grey, is an error here.
 */
final class JpegDecoder {
    private JpegDecoder() {}

    /** The image with 1 (grey) or 3 (RGB) channels. */
    static Planes decode(byte[] value, int channels, DecodeLimits limits) throws UnfitImageException {
        WholeImage image = new WholeImage(channels);
        decode(value, channels, limits, image);
        return image.planes();
    }

    /** Gives the rows of the image to a target, which may get some of an image that is rejected in the end. */
    static void decode(byte[] value, int channels, DecodeLimits limits, RowTarget target) throws UnfitImageException {
        JpegFile file = JpegFile.read(value, limits);
        JpegHeader header = file.header();
        if (file.scans() == 1 && (file.colours() == JpegColours.GREY || file.colours() == JpegColours.YCBCR)) {
            target.begin(header.height(), header.width());
            JpegRows rows = new JpegRows(header.height(), header.width(), header.components(), channels, target);
            read(file, limits.strict(), reader -> {
                ImageReadParam destination = reader.getDefaultReadParam();
                destination.setDestination(rows.image());
                reader.read(0, destination);
            });
            if (!rows.complete()) {
                throw otherSize();
            }
        } else {
            file.colours()
                    .planes(samples(file, limits.strict()), header, channels)
                    .giveTo(target);
        }
    }

    /** The samples as they are stored, without a conversion // [H, W, components] */
    static byte[] samples(JpegFile file, boolean strict) throws UnfitImageException {
        Raster[] read = new Raster[1];
        read(file, strict, reader -> read[0] = reader.readRaster(0, null));
        Raster raster = read[0];
        byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
        if (samples.length != file.header().width() * file.header().height() * raster.getNumBands()
                || raster.getNumBands() != file.header().components()) {
            throw otherSize();
        }
        return samples;
    }

    private static UnfitImageException otherSize() {
        return UnfitImageException.undecodable("the JPEG's image data do not have the size of its header");
    }

    private interface Reading {
        void from(ImageReader reader) throws IOException;
    }

    private static void read(JpegFile file, boolean strict, Reading reading) throws UnfitImageException {
        ImageReader reader = reader();
        JpegWarnings warnings = new JpegWarnings(strict);
        try (ByteArrayImageInput input = new ByteArrayImageInput(file.data(), file.length())) {
            reader.setInput(input, true, true);
            reader.addIIOReadWarningListener(warnings);
            reading.from(reader);
            warnings.check();
        } catch (IOException | RuntimeException e) {
            // The JDK's reader throws IllegalArgument, IndexOutOfBounds and others on damaged files.
            throw UnfitImageException.undecodable("the JPEG is damaged: " + e.getMessage());
        } finally {
            reader.dispose();
        }
    }

    /** The reader of the JDK: another one on the class path may decode differently. */
    private static ImageReader reader() {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getModule() == ImageIO.class.getModule()) {
                return reader;
            }
        }
        throw new IllegalStateException("this Java runtime has no JPEG reader: use one with the full java.desktop");
    }
}
