package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.image.ImageEncoder;
import io.elbowatch.core.image.ImageShape;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** The format of the images in a topic. JPEG has the JDK's default quality. */
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
        BufferedImage image = scaled(ImageEncoder.buffered(shape, pixels), height, width);
        return ImageEncoder.encode(image, label());
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
