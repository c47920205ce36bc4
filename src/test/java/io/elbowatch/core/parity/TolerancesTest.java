package io.elbowatch.core.parity;

import io.elbowatch.core.image.ImageShape;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TolerancesTest {
    private static final ImageShape SHAPE = new ImageShape(1, 28, 28);

    @Test
    void shouldAllowLittleWhereNoRoundingWasMeasured() {
        assertThat(Tolerances.of(SHAPE, 1e-3, 0, true)).isEqualTo(new Tolerances(1e-4, 1e-4, 1e-4));
        assertThat(Tolerances.of(SHAPE, 1e-3, 2e-5, true)).isEqualTo(new Tolerances(1e-4, 1e-4, 1e-4));
    }

    @Test
    void shouldAllowThreeTimesTheRoundingOfTheNetworkButNotOfTheTerms() {
        Tolerances allowed = Tolerances.of(SHAPE, 1e-3, 1.1e-4, true);

        assertThat(allowed.reference()).isEqualTo(1e-4);
        assertThat(allowed.batches()).isCloseTo(3.3e-4, within(1e-12));
        assertThat(allowed.training()).isCloseTo(3.3e-4, within(1e-12));
    }

    @Test
    void shouldNeverAllowMoreThanAtAStart() {
        assertThat(Tolerances.of(SHAPE, 1e-3, 9e-4, true)).isEqualTo(new Tolerances(1e-4, 1e-3, 1e-3));
    }

    @Test
    void shouldAllowWhatAStartAllowsWhereTheProviderIsNotExact() {
        assertThat(Tolerances.of(SHAPE, 1e-3, 0, false)).isEqualTo(new Tolerances(1e-4, 1e-4, 1e-3));
    }
}
