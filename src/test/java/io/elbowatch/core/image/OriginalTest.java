package io.elbowatch.core.image;

import io.elbowatch.core.image.Preprocessing.Fit;
import io.elbowatch.core.image.Preprocessing.Orientation;
import io.elbowatch.testing.OrientedJpeg;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OriginalTest {
    private static final ImageShape INPUT = new ImageShape(1, 24, 32);

    /**
     * Paints a rectangle into an image of any size and looks where the input of the model changes. That place, brought
     * back, holds the painted pixels that the input shows, and no more than the reach of the resize filter beyond them.
     */
    @Property(tries = 300)
    void shouldBringAPaintedRectangleBackToItsPlace(
            @ForAll @IntRange(min = 8, max = 150) int width,
            @ForAll @IntRange(min = 8, max = 150) int height,
            @ForAll Fit fit,
            @ForAll @IntRange(max = 1000) int across,
            @ForAll @IntRange(max = 1000) int down,
            @ForAll @IntRange(max = 40) int more,
            @ForAll @IntRange(max = 40) int taller) {
        Rectangle shown = new Fitter(new Preprocessing(INPUT, fit), DecodeLimits.DEFAULT).shown(height, width);
        double strideAcross = Math.max(1, shown.width() / (double) INPUT.width());
        double strideDown = Math.max(1, shown.height() / (double) INPUT.height());
        // What is thinner than a stride can vanish.
        int narrowest = (int) Math.ceil(strideAcross);
        int lowestHeight = (int) Math.ceil(strideDown);
        int left = across * (right(shown) - narrowest) / 1000;
        int top = down * (bottom(shown) - lowestHeight) / 1000;
        int first = Math.max(left, shown.column());
        int highest = Math.max(top, shown.row());
        Rectangle painted = new Rectangle(
                left,
                top,
                Math.min(first - left + narrowest + more, width - left),
                Math.min(highest - top + lowestHeight + taller, height - top));
        Decoded.Pixels before = decoded(new byte[width * height], width, height, fit);
        Decoded.Pixels after = decoded(image(width, height, painted), width, height, fit);
        int[] changed = bounds(before.pixels(), after.pixels());
        int last = Math.min(right(painted), right(shown));
        int lowest = Math.min(bottom(painted), bottom(shown));

        Rectangle found = after.original()
                .of(new Rectangle(changed[0], changed[1], changed[2] - changed[0] + 1, changed[3] - changed[1] + 1));

        // A pixel of the input is one stride wide, and takes from one stride on each side of its centre.
        int reachAcross = 1 + (int) Math.ceil(1.5 * strideAcross);
        int reachDown = 1 + (int) Math.ceil(1.5 * strideDown);
        assertNear(found.column(), first, reachAcross);
        assertNear(found.row(), highest, reachDown);
        assertNear(right(found), last, reachAcross);
        assertNear(bottom(found), lowest, reachDown);
        assertThat(after.original().shown()).isEqualTo(shown);
        assertThat(found.column()).isGreaterThanOrEqualTo(shown.column());
        assertThat(right(found)).isLessThanOrEqualTo(right(shown));
    }

    @Property
    void shouldKeepEveryPlaceInsideTheImage(
            @ForAll @IntRange(min = 1, max = 65_535) int width,
            @ForAll @IntRange(min = 1, max = 65_535) int height,
            @ForAll Fit fit,
            @ForAll @IntRange(max = 31) int column,
            @ForAll @IntRange(max = 23) int row) {
        Rectangle shown = new Fitter(new Preprocessing(INPUT, fit), DecodeLimits.DEFAULT).shown(height, width);
        Original original = new Original(width, height, 1, shown, INPUT);

        Rectangle found = original.of(new Rectangle(column, row, 1, 1));
        Rectangle all = original.of(new Rectangle(0, 0, INPUT.width(), INPUT.height()));

        assertThat(all).isEqualTo(shown);
        assertThat(found.column()).isBetween(shown.column(), right(shown) - 1);
        assertThat(right(found)).isLessThanOrEqualTo(right(shown));
        assertThat(bottom(found)).isLessThanOrEqualTo(bottom(shown));
    }

    @Test
    void shouldBeTheInputItselfWhereNothingChanged() {
        Decoded.Pixels raw = (Decoded.Pixels) decoder(Fit.CROP).decode(new byte[INPUT.bytes()], "image/x-raw");
        Rectangle place = new Rectangle(3, 5, 7, 2);

        assertThat(raw.original()).isEqualTo(Original.same(INPUT));
        assertThat(raw.original().of(place)).isEqualTo(place);
    }

    @Test
    void shouldNameTheOrientationOfAJpegAndCountItsStoredPixels() {
        byte[] turned = OrientedJpeg.bytes(6, ByteOrder.BIG_ENDIAN);
        Decoded.Pixels decoded = (Decoded.Pixels) decoder(Fit.CROP).decode(turned, null);

        assertThat(decoded.original()).isEqualTo(new Original(28, 28, 6, new Rectangle(0, 3, 28, 21), INPUT));
    }

    @Test
    void shouldCountThePixelsOfTheTurnedImageWhereTheBundleTurnsIt() {
        byte[] stored = ImageVector.resource("turned-6.png");
        Preprocessing turning = new Preprocessing(INPUT, Fit.STRETCH, Orientation.EXIF);

        Decoded.Pixels decoded = (Decoded.Pixels) new ImageDecoder(turning, DecodeLimits.DEFAULT).decode(stored, null);

        Rectangle all = new Rectangle(0, 0, 13, 21);
        assertThat(decoded.original()).isEqualTo(new Original(13, 21, 6, true, all, INPUT));
    }

    @Test
    void shouldRefuseAPartOutsideTheImage() {
        assertThatThrownBy(() -> new Original(10, 10, 1, new Rectangle(5, 0, 6, 10), INPUT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Decoded.Pixels decoded(byte[] pixels, int width, int height, Fit fit) {
        byte[] png = ImageEncoder.png(new ImageShape(1, height, width), pixels);
        return (Decoded.Pixels) decoder(fit).decode(png, null);
    }

    private static ImageDecoder decoder(Fit fit) {
        return new ImageDecoder(new Preprocessing(INPUT, fit), DecodeLimits.DEFAULT);
    }

    private static byte[] image(int width, int height, Rectangle painted) {
        byte[] pixels = new byte[width * height];
        for (int row = painted.row(); row < bottom(painted); row++) {
            Arrays.fill(pixels, row * width + painted.column(), row * width + right(painted), (byte) 255);
        }
        return pixels;
    }

    /** First column and row, last column and row of what differs; the last column is −1 where nothing does. */
    private static int[] bounds(byte[] one, byte[] other) {
        int[] bounds = {Integer.MAX_VALUE, Integer.MAX_VALUE, -1, -1};
        for (int i = 0; i < one.length; i++) {
            if (one[i] != other[i]) {
                bounds[0] = Math.min(bounds[0], i % INPUT.width());
                bounds[1] = Math.min(bounds[1], i / INPUT.width());
                bounds[2] = Math.max(bounds[2], i % INPUT.width());
                bounds[3] = Math.max(bounds[3], i / INPUT.width());
            }
        }
        return bounds;
    }

    private static void assertNear(int found, int expected, int allowed) {
        assertThat(Math.abs(found - expected))
                .as("%d, expected %d", found, expected)
                .isLessThanOrEqualTo(allowed);
    }

    private static int right(Rectangle rectangle) {
        return rectangle.column() + rectangle.width();
    }

    private static int bottom(Rectangle rectangle) {
        return rectangle.row() + rectangle.height();
    }
}
