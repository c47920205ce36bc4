package io.elbowatch.testing.hostile;

import io.elbowatch.core.image.ImageEncoder;
import io.elbowatch.core.image.ImageShape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Images of extreme sizes and rare kinds, as files by name. Those whose names begin with {@code not-} hold no image. */
public final class HostileSizes {
    private static final int LONGEST_JPEG = 65_500; // of libjpeg

    private HostileSizes() {}

    public static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int[] size : new int[][] {{1, 1}, {65_535, 1}, {1, 65_535}, {2, 1}, {3_000, 7}}) {
            String name = size[1] + "x" + size[0];
            files.put("rgb-" + name + ".png", ImageEncoder.png(noise(3, size[0], size[1])));
            files.put("grey-" + name + ".png", ImageEncoder.png(noise(1, size[0], size[1])));
        }
        for (int[] size : new int[][] {{1, 1}, {LONGEST_JPEG, 1}, {1, LONGEST_JPEG}}) {
            String name = size[1] + "x" + size[0];
            files.put("rgb-" + name + ".jpg", ImageEncoder.encode(noise(3, size[0], size[1]), "jpeg"));
            files.put("grey-" + name + ".jpg", ImageEncoder.encode(noise(1, size[0], size[1]), "jpeg"));
        }
        files.put("grey-16-bit.png", ImageEncoder.png(sixteenBits()));
        for (String cmyk : new String[] {"jpeg-cmyk.jpg", "jpeg-cmyk-bare.jpg", "jpeg-cmyk-progressive.jpg"}) {
            files.put(cmyk, resource(cmyk));
        }
        for (int[] size : new int[][] {{65_535, 65_535}, {65_536, 1}, {1, 65_536}, {Integer.MAX_VALUE, 1}, {0, 5}}) {
            files.put("not-" + size[1] + "x" + size[0] + ".png", PngParts.fewBytes(size[1], size[0]));
        }
        files.put("not-65500x65500.jpg", JpegParts.fewBytes(LONGEST_JPEG, LONGEST_JPEG));
        files.put("not-1x0.jpg", JpegParts.fewBytes(1, 0));
        return files;
    }

    private static BufferedImage noise(int channels, int height, int width) {
        ImageShape shape = new ImageShape(channels, height, width);
        byte[] pixels = new byte[shape.bytes()];
        new Random(height).nextBytes(pixels);
        return ImageEncoder.buffered(shape, pixels);
    }

    private static BufferedImage sixteenBits() {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < 40 * 30; i++) {
            image.getRaster().setSample(i % 40, i / 40, 0, i * 50);
        }
        return image;
    }

    private static byte[] resource(String name) {
        try (InputStream in = HostileSizes.class.getResourceAsStream("/image/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
