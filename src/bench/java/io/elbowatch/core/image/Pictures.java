package io.elbowatch.core.image;

import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * Generated pictures, the same in every run: shapes on a gradient with some noise. Pictures up to 64 pixels wide are
 * grey, others in colour.
 */
final class Pictures {
    private static final int SMALL = 64;

    private Pictures() {}

    /** @param size width and height, as {@code 640x480} */
    static byte[] file(String size, String format) {
        return ImageEncoder.encode(drawn(width(size), height(size)), format);
    }

    static int width(String size) {
        return Integer.parseInt(size.substring(0, size.indexOf('x')));
    }

    static int height(String size) {
        return Integer.parseInt(size.substring(size.indexOf('x') + 1));
    }

    private static BufferedImage drawn(int width, int height) {
        boolean grey = width <= SMALL;
        BufferedImage image =
                new BufferedImage(width, height, grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        Random random = new Random(7);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean inside = Math.hypot(x % 48 - 24, y % 48 - 24) < 16;
                int level = (inside ? 180 : 40) + 40 * x / width + random.nextInt(4);
                image.getRaster().setSample(x, y, 0, level);
                if (!grey) {
                    image.getRaster().setSample(x, y, 1, level / 2 + 60);
                    image.getRaster().setSample(x, y, 2, 255 - level);
                }
            }
        }
        return image;
    }
}
