package io.elbowatch.core.image;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Files that violate their format: rejected or, if the limits are not strict, decoded where no pixel is missing. */
class LenientImageTest {
    private static final DecodeLimits LENIENT = new DecodeLimits(1 << 20, 1 << 20, false);
    private static final int EOI_BYTES = 2;

    static List<ImageVector> vectors() {
        return ImageVector.lenient();
    }

    static List<ImageVector> jpegs() {
        return ImageVector.all().stream()
                .filter(vector ->
                        vector.file().endsWith(".jpg") && !vector.file().contains("trailing"))
                .filter(vector -> vector.bytes().length < 3000)
                .filter(vector -> vector.preprocessing().fit() == Preprocessing.Fit.STRETCH)
                .toList();
    }

    static List<ImageVector> baseline() {
        return jpegs().stream()
                .filter(vector -> !vector.file().contains("progressive"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldRejectThemOrDecodeThemAsPillowDoes(ImageVector vector) {
        assertThat(strict(vector).decode(vector.bytes(), null)).isInstanceOf(Decoded.Rejected.class);

        assertThat(lenient(vector).decode(vector.bytes(), null))
                .isInstanceOfSatisfying(
                        Decoded.Pixels.class,
                        pixels -> assertThat(pixels.pixels()).isEqualTo(vector.expected()));
    }

    @ParameterizedTest
    @MethodSource("baseline")
    void shouldDecodeABaselineJpegWithoutItsEndMarker(ImageVector vector) {
        byte[] whole = vector.bytes();
        for (int missing = 1; missing <= EOI_BYTES; missing++) {
            byte[] value = Arrays.copyOf(whole, whole.length - missing);

            assertThat(strict(vector).decode(value, null)).isInstanceOf(Decoded.Rejected.class);
            assertThat(pixels(lenient(vector).decode(value, null))).isEqualTo(pixels(strict(vector), whole));
        }
    }

    @ParameterizedTest
    @MethodSource("jpegs")
    void shouldNeverInventAPixelOfAnIncompleteJpeg(ImageVector vector) {
        byte[] whole = vector.bytes();
        byte[] expected = pixels(strict(vector), whole);
        int rejected = 0;
        for (int length = 8; length < whole.length - EOI_BYTES; length++) {
            Decoded decoded = lenient(vector).decode(Arrays.copyOf(whole, length), null);

            if (decoded instanceof Decoded.Pixels found) {
                assertThat(found.pixels())
                        .as("%d of %d bytes", length, whole.length)
                        .isEqualTo(expected);
            } else {
                rejected++;
            }
        }
        assertThat(rejected).isGreaterThan(whole.length - 30);
    }

    private static byte[] pixels(ImageDecoder decoder, byte[] value) {
        return pixels(decoder.decode(value, null));
    }

    private static byte[] pixels(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Pixels.class);
        return ((Decoded.Pixels) decoded).pixels();
    }

    private static ImageDecoder strict(ImageVector vector) {
        return new ImageDecoder(vector.preprocessing(), DecodeLimits.DEFAULT);
    }

    private static ImageDecoder lenient(ImageVector vector) {
        return new ImageDecoder(vector.preprocessing(), LENIENT);
    }
}
