package io.elbowatch.core.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/**
 * Decodes baseline and progressive JPEG: the JDK's libjpeg reads the samples, {@link JpegColours} converts the colours.
 * Damage that libjpeg only warns about, and fills with grey, is an error here.
 */
final class JpegDecoder {
    private JpegDecoder() {}

    /** The image with 1 (grey) or 3 (RGB) channels. */
    static Planes decode(byte[] value, int channels, DecodeLimits limits) throws UnfitImageException {
        JpegFile file = JpegFile.read(value, limits);
        return file.colours().planes(samples(file, limits.strict()), file.header(), channels);
    }

    private static byte[] samples(JpegFile file, boolean strict) throws UnfitImageException { // [H, W, components]
        ImageReader reader = reader();
        JpegWarnings warnings = new JpegWarnings(strict);
        try (ByteArrayImageInput input = new ByteArrayImageInput(file.data(), file.length())) {
            reader.setInput(input, true, true);
            reader.addIIOReadWarningListener(warnings);
            Raster raster = reader.readRaster(0, null);
            warnings.check();
            byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
            if (samples.length != file.header().width() * file.header().height() * raster.getNumBands()
                    || raster.getNumBands() != file.header().components()) {
                throw UnfitImageException.undecodable("the JPEG's image data do not have the size of its header");
            }
            return samples;
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
