package io.elbowatch.core.image;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ImageVectorTest {

    static List<ImageVector> vectors() {
        return ImageVector.all();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldEqualPillow(ImageVector vector) {
        Decoded decoded = new ImageDecoder(vector.preprocessing(), DecodeLimits.DEFAULT).decode(vector.bytes(), null);

        assertThat(decoded)
                .isInstanceOfSatisfying(
                        Decoded.Pixels.class,
                        pixels -> assertThat(largestDifference(pixels.pixels(), vector.expected()))
                                .isLessThanOrEqualTo(tolerance(vector)));
    }

    /**
     * 0, except for colour that is halved only in height (4:4:0): libjpeg-turbo interpolates it; libjpeg 6b, which most
     * JDKs bundle, repeats it. On this vector, which is all sharp edges of colour, Temurin 25 differed from Pillow by
     * up to 5 levels in grey and 29 in RGB, Debian's JDK with libjpeg-turbo by 0.
     */
    private static int tolerance(ImageVector vector) {
        boolean grey = vector.preprocessing().shape().channels() == 1;
        return !vector.file().contains("440") ? 0 : grey ? 8 : 32;
    }

    private static int largestDifference(byte[] found, byte[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        int largest = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs((found[i] & 0xff) - (expected[i] & 0xff)));
        }
        return largest;
    }
}
