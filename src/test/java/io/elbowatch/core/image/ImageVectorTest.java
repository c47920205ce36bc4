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
                                .isZero());
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
