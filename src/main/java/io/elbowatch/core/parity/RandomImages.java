package io.elbowatch.core.parity;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.image.ImageShape;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;

/**
 * Random images of several kinds. An image depends on shape, seed and its number alone, on every machine.
 *
 * @param shape of an image, [C, H, W]
 * @param seed any number; another seed gives other images
 * @param count the number of images, 0 or more
 */
public record RandomImages(ImageShape shape, long seed, int count) {

    /**
     * Contents on which terms can go wrong: all levels, smooth places, no steps, almost nothing, and logarithms of 0.
     */
    private enum Kind implements Labelled {
        NOISE {
            @Override
            void fill(byte[] plane, ImageShape shape, Random random) {
                random.nextBytes(plane);
            }
        },
        BLOBS {
            @Override
            void fill(byte[] plane, ImageShape shape, Random random) {
                double[] levels = new double[plane.length]; // [H, W]
                for (int blob = 1 + random.nextInt(5); blob > 0; blob--) {
                    addBlob(levels, shape, random);
                }
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = (byte) Math.round(255 * Math.min(1, levels[i]));
                }
            }
        },
        CONSTANT {
            @Override
            void fill(byte[] plane, ImageShape shape, Random random) {
                Arrays.fill(plane, (byte) random.nextInt(256));
            }
        },
        SPARSE {
            @Override
            void fill(byte[] plane, ImageShape shape, Random random) {
                double share = 0.1 * random.nextDouble();
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = (byte) (random.nextDouble() < share ? 1 + random.nextInt(255) : 0);
                }
            }
        },
        EXTREMES {
            @Override
            void fill(byte[] plane, ImageShape shape, Random random) {
                double share = random.nextDouble();
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = (byte) (random.nextDouble() < share ? 255 : 0);
                }
            }
        };

        /** Draws one channel, [H, W]. */
        abstract void fill(byte[] plane, ImageShape shape, Random random);

        /** A Gaussian bump, of a width of 0.05 to 0.2 of the image's sides and a height of 0.3 to 1. */
        private static void addBlob(double[] levels, ImageShape shape, Random random) {
            double y = random.nextDouble();
            double x = random.nextDouble();
            double width = 0.05 + 0.15 * random.nextDouble();
            double height = 0.3 + 0.7 * random.nextDouble();
            for (int i = 0; i < levels.length; i++) {
                double down = ((i / shape.width() + 0.5) / shape.height() - y) / width;
                double across = ((i % shape.width() + 0.5) / shape.width() - x) / width;
                levels[i] += height * Math.exp(-(down * down + across * across) / 2);
            }
        }
    }

    public RandomImages {
        Objects.requireNonNull(shape, "shape");
        if (count < 0) {
            throw new IllegalArgumentException("there cannot be " + count + " images");
        }
    }

    /**
     * A number that compares enough pixels. The reference of a photograph of 224x320 takes a tenth of a second, of a
     * megapixel seconds.
     */
    public static int enough(ImageShape shape) {
        return Math.max(8, Math.min(256, (16 << 20) / shape.bytes()));
    }

    /** The kind of the image and its number. */
    public String name(int number) {
        return kind(number).label() + " " + number;
    }

    /** The image, [C, H, W]; each channel is drawn separately. @param number 0 to count − 1 */
    public byte[] pixels(int number) {
        Random random = new Random(seed * 1_000_003 + number);
        byte[] plane = new byte[shape.height() * shape.width()];
        if (shape.depth() == 16) {
            return deep(number, plane, random);
        }
        byte[] pixels = new byte[shape.bytes()];
        for (int channel = 0; channel < shape.channels(); channel++) {
            kind(number).fill(plane, shape, random);
            System.arraycopy(plane, 0, pixels, channel * plane.length, plane.length);
        }
        return pixels;
    }

    /** Of 16 bits: the kind's image has the high bytes, and another of its kind the low ones. */
    private byte[] deep(int number, byte[] plane, Random random) {
        byte[] pixels = new byte[shape.bytes()];
        for (int place = 1; place >= 0; place--) {
            kind(number).fill(plane, shape, random);
            for (int i = 0; i < plane.length; i++) {
                pixels[2 * i + place] = plane[i];
            }
        }
        return pixels;
    }

    private static Kind kind(int number) {
        return Kind.values()[number % Kind.values().length];
    }
}
