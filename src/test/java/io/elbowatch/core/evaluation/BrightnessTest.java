package io.elbowatch.core.evaluation;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BrightnessTest {
    @Test
    void shouldBeTheDeviationOfTheMeanLevels() {
        Brightness brightness = new Brightness();
        assertThat(brightness.deviation()).isZero();
        for (int level : new int[] {200, 202, 204}) {
            byte[] pixels = new byte[100];
            Arrays.fill(pixels, (byte) level);
            brightness.add(pixels);
        }
        assertThat(brightness.deviation()).isCloseTo(Math.sqrt(8 / 3.0), within(1e-9));
    }
}
