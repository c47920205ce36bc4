package io.elbowatch.testing;

import io.elbowatch.core.image.ImageEncoder;
import io.elbowatch.core.image.ImageShape;
import java.awt.image.BufferedImage;
import java.util.Random;

/** Images of 16 bits as {@code model/tests/write_deep_bundle.py} draws them. What differs among them is the low byte. */
public final class DeepImages {
    public static final ImageShape SHAPE = new ImageShape(1, 16, 24, 16);

    private DeepImages() {}

    /** A slope in the high bytes, and noise around 60 in the low ones // [H·W] */
    public static int[] normal(long seed) {
        Random random = new Random(seed);
        int[] levels = new int[SHAPE.values()];
        for (int i = 0; i < levels.length; i++) {
            int row = i / SHAPE.width();
            int column = i % SHAPE.width();
            levels[i] = 256 * (60 + 3 * row + 2 * column) + 40 + random.nextInt(41);
        }
        return levels;
    }

    /** The same with a square of 6x6 pixels whose low bytes are 140 higher; no high byte is another. */
    public static int[] defective(long seed) {
        int[] levels = normal(seed);
        for (int row = 5; row < 11; row++) {
            for (int column = 8; column < 14; column++) {
                levels[row * SHAPE.width() + column] += 140;
            }
        }
        return levels;
    }

    /** The low byte first. */
    public static byte[] raw(int[] levels) {
        byte[] raw = new byte[2 * levels.length];
        for (int i = 0; i < levels.length; i++) {
            raw[2 * i] = (byte) levels[i];
            raw[2 * i + 1] = (byte) (levels[i] >> 8);
        }
        return raw;
    }

    /** A grey PNG of 16 bits. */
    public static byte[] png(int[] levels) {
        BufferedImage image = new BufferedImage(SHAPE.width(), SHAPE.height(), BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < levels.length; i++) {
            image.getRaster().setSample(i % SHAPE.width(), i / SHAPE.width(), 0, levels[i]);
        }
        return ImageEncoder.png(image);
    }
}
