package io.elbowatch.core.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Encodes images in memory, with the JDK's default quality. PNG keeps every pixel; its file size depends on the JDK's
 * zlib.
 */
public final class ImageEncoder {
    private ImageEncoder() {}

    /** A PNG file of 8 bits. @param pixels [C, H, W] */
    public static byte[] png(ImageShape shape, byte[] pixels) {
        return png(buffered(shape, pixels));
    }

    public static byte[] png(BufferedImage image) {
        return encode(image, "png");
    }

    /** A file of one of the JDK's formats. @param format its name in ImageIO: png, jpeg */
    public static byte[] encode(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // ImageIO's own stream would put a temporary file on disk for every image.
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalStateException("this JDK does not write " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** Grey or RGB, 8 bits a channel; of 16 bits the high byte. @param pixels [C, H, W] */
    public static BufferedImage buffered(ImageShape shape, byte[] pixels) {
        if (pixels.length != shape.bytes()) {
            throw new IllegalArgumentException(pixels.length + " bytes are no " + shape + " image");
        }
        BufferedImage image = new BufferedImage(
                shape.width(),
                shape.height(),
                shape.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        int plane = shape.height() * shape.width();
        byte[] levels = shape.preview(pixels);
        byte[] interleaved = new byte[levels.length]; // [H, W, C]
        for (int i = 0; i < levels.length; i++) {
            interleaved[i % plane * shape.channels() + i / plane] = levels[i];
        }
        image.getRaster().setDataElements(0, 0, shape.width(), shape.height(), interleaved);
        return image;
    }
}
