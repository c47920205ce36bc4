package io.elbowatch.lab.soak;

import io.elbowatch.core.image.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Images of one channel as PNG files, whose pixels are the same again when decoded. */
final class GreyPng {
    private GreyPng() {}

    /** @param pixels [C, H, W]; of more than one channel they are returned as they are */
    static byte[] of(ImageShape shape, byte[] pixels) {
        if (shape.channels() != 1) {
            return pixels;
        }
        BufferedImage image = new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, shape.width(), shape.height(), pixels);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
