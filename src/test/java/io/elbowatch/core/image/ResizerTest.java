package io.elbowatch.core.image;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import static org.assertj.core.api.Assertions.assertThat;

class ResizerTest {

    @Property(tries = 300)
    void shouldKeepEveryConstant(
            @ForAll @IntRange(min = 1, max = 70) int height,
            @ForAll @IntRange(min = 1, max = 70) int width,
            @ForAll @IntRange(min = 1, max = 70) int toHeight,
            @ForAll @IntRange(min = 1, max = 70) int toWidth,
            @ForAll byte level) {
        byte[] pixels = new byte[height * width];
        Arrays.fill(pixels, level);

        Planes resized = Resizer.resize(new Planes(1, height, width, pixels), toHeight, toWidth);

        assertThat(resized.pixels()).hasSize(toHeight * toWidth).containsOnly(level);
    }

    @Property(tries = 300)
    void shouldStayWithinOneLevelOfTheExactFilter(
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int toHeight,
            @ForAll @IntRange(min = 1, max = 40) int toWidth,
            @ForAll long seed) {
        byte[] pixels = new byte[height * width];
        new Random(seed).nextBytes(pixels);

        Planes resized = Resizer.resize(new Planes(1, height, width, pixels), toHeight, toWidth);

        for (int y = 0; y < toHeight; y++) {
            for (int x = 0; x < toWidth; x++) {
                double exact = exact(pixels, height, width, toHeight, toWidth, y, x);
                assertThat((double) (resized.pixels()[y * toWidth + x] & 0xff)).isBetween(exact - 1.01, exact + 1.01);
            }
        }
    }

    @Property(tries = 100)
    void shouldTreatChannelsAlike(@ForAll @IntRange(min = 1, max = 30) int side, @ForAll long seed) {
        byte[] grey = new byte[20 * 30];
        new Random(seed).nextBytes(grey);
        byte[] three = new byte[3 * grey.length];
        for (int c = 0; c < 3; c++) {
            System.arraycopy(grey, 0, three, c * grey.length, grey.length);
        }

        byte[] one = Resizer.resize(new Planes(1, 20, 30, grey), side, 17).pixels();
        byte[] all = Resizer.resize(new Planes(3, 20, 30, three), side, 17).pixels();

        for (int c = 0; c < 3; c++) {
            assertThat(Arrays.copyOfRange(all, c * one.length, (c + 1) * one.length))
                    .isEqualTo(one);
        }
    }

    /** The definition of the filter, in doubles and in both directions at once. */
    private static double exact(byte[] pixels, int height, int width, int toHeight, int toWidth, int y, int x) {
        double sum = 0;
        double weights = 0;
        for (int v = 0; v < height; v++) {
            for (int u = 0; u < width; u++) {
                double weight = weight(v, y, height, toHeight) * weight(u, x, width, toWidth);
                sum += weight * (pixels[v * width + u] & 0xff);
                weights += weight;
            }
        }
        return sum / weights;
    }

    private static double weight(int from, int to, int fromSize, int toSize) {
        double scale = (double) fromSize / toSize;
        return Math.max(0, 1 - Math.abs(from + 0.5 - (to + 0.5) * scale) / Math.max(1, scale));
    }
}
