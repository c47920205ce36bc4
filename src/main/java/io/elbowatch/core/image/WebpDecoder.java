package io.elbowatch.core.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/**
 * Decodes lossless WebP with the reader of the class path that ImageIO finds by the format's name. Without one the
 * format is not supported. Alpha is dropped.
 */
final class WebpDecoder {
    private WebpDecoder() {}

    /** The image with 1 (grey) or 3 (RGB) channels. */
    static Planes decode(byte[] value, int channels, DecodeLimits limits) throws UnfitImageException {
        WebpFile file = WebpFile.read(value, limits);
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("webp");
        if (!readers.hasNext()) {
            throw UnfitImageException.unsupported("WebP without a reader for it on the class path");
        }
        ImageReader reader = readers.next();
        try (ByteArrayImageInput input = new ByteArrayImageInput(file.data(), file.data().length)) {
            reader.setInput(input, true, true);
            return planes(reader.read(0), file, channels);
        } catch (IOException | RuntimeException e) {
            // A reader throws IndexOutOfBounds and others on damaged files.
            throw UnfitImageException.undecodable("the WebP is damaged: " + e.getMessage());
        } finally {
            reader.dispose();
        }
    }

    private static Planes planes(BufferedImage image, WebpFile file, int channels) throws UnfitImageException {
        Raster raster = image.getRaster(); // red, green, blue, and alpha if it has some
        if (raster.getWidth() != file.width() || raster.getHeight() != file.height() || raster.getNumBands() < 3) {
            throw UnfitImageException.undecodable("the WebP's image data do not have the size of its header");
        }
        Planes planes = Planes.black(channels, file.height(), file.width());
        int[] row = new int[file.width() * raster.getNumBands()];
        for (int y = 0, to = 0; y < file.height(); y++) {
            raster.getPixels(0, y, file.width(), 1, row);
            for (int from = 0; from < row.length; from += raster.getNumBands()) {
                planes.put(to++, row[from], row[from + 1], row[from + 2]);
            }
        }
        return planes;
    }
}
