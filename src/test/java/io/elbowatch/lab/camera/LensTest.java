package io.elbowatch.lab.camera;

import io.elbowatch.lab.board.Dice;
import io.elbowatch.lab.board.Picture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LensTest {

    @Test
    void shouldSeeDarknessWithFaintNoiseWhenCovered() {
        byte[] pixels = Lens.covered(64, Dice.of(1)).pixels();

        assertThat(pixels).hasSize(64 * 64).contains(0, 3, 6);
        for (byte pixel : pixels) {
            assertThat(pixel).isBetween((byte) 0, (byte) 6);
        }
    }

    @Test
    void shouldLeavePlainPicturesAsTheyAre() {
        byte[] plain = new byte[20 * 30];
        Arrays.fill(plain, (byte) 255);

        Picture blurred = Lens.blurred(new Picture(20, 30, plain), 2.3);

        assertThat(blurred.pixels()).isEqualTo(plain);
    }

    @Test
    void shouldSpreadAPointAsAGaussian() {
        byte[] point = new byte[21 * 21];
        point[10 * 21 + 10] = (byte) 255;

        Picture blurred = Lens.blurred(new Picture(21, 21, point), 1);

        // 255 / 2π = 40.6, and exp(−1/2) of that in the next pixel; the kernel ends at 3σ.
        assertThat(blurred.at(10, 10)).isBetween(40, 42);
        assertThat(blurred.at(11, 10)).isBetween(24, 26).isEqualTo(blurred.at(10, 9));
        assertThat(blurred.at(14, 10)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, 21})
    void shouldRefuseImpossibleBlur(double sigma) {
        Picture picture = new Picture(1, 1, new byte[1]);

        assertThatIllegalArgumentException().isThrownBy(() -> Lens.blurred(picture, sigma));
    }
}
