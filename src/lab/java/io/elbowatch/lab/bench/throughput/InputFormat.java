package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.image.ImageShape;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What the images of a topic come as. JPEG is written in the JDK's default quality. */
public enum InputFormat implements Labelled {
    RAW("image/x-raw"),
    PNG("image/png"),
    JPEG("image/jpeg");

    private final String contentType;

    InputFormat(String contentType) {
        this.contentType = contentType;
    }

    String contentType() {
        return contentType;
    }

    /**
     * The value of a record.
     *
     * @param pixels [C, H, W]
     * @param height of the encoded image; raw ones keep theirs
     * @param width of the encoded image; raw ones keep theirs
     */
    byte[] encode(byte[] pixels, ImageShape shape, int height, int width) {
        if (this == RAW) {
            return pixels;
        }
        BufferedImage image = scaled(image(pixels, shape), height, width);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // ImageIO's own stream would put a temporary file on disk for every image.
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, label(), out)) {
                throw new IllegalStateException("this JDK has no writer of " + label());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static BufferedImage image(byte[] pixels, ImageShape shape) {
        boolean grey = shape.channels() == 1;
        BufferedImage image = new BufferedImage(
                shape.width(), shape.height(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        int plane = shape.height() * shape.width();
        byte[] interleaved = new byte[pixels.length]; // [H, W, C]
        for (int i = 0; i < pixels.length; i++) {
            interleaved[i % plane * shape.channels() + i / plane] = pixels[i];
        }
        image.getRaster().setDataElements(0, 0, shape.width(), shape.height(), interleaved);
        return image;
    }

    private static BufferedImage scaled(BufferedImage image, int height, int width) {
        if (image.getHeight() == height && image.getWidth() == width) {
            return image;
        }
        BufferedImage scaled = new BufferedImage(width, height, image.getType());
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return scaled;
    }
}
