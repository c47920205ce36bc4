package io.elbowatch.core.statistics;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WeightedCountTest {

    @Test
    void shouldKnowQuantilesOfTheNormalDistribution() {
        assertThat(Normal.quantile(0.975)).isCloseTo(1.959963984540054, within(1e-10));
        assertThat(Normal.quantile(0.0125)).isCloseTo(-2.241402727604947, within(1e-9));
        assertThat(Normal.quantile(0.5)).isZero();
    }

    @Test
    void shouldKnowQuantilesOfTheGammaDistribution() {
        assertThat(Gamma.quantile(1, 0.975)).isCloseTo(-Math.log(0.025), within(1e-9));
        assertThat(2 * Gamma.quantile(5, 0.025)).as("χ² of 10").isCloseTo(3.246973, within(1e-5));
        assertThat(2 * Gamma.quantile(0.5, 0.95)).as("χ² of 1").isCloseTo(3.841459, within(1e-5));
        assertThat(Gamma.quantile(400.1, 0.975)).isCloseTo(Gamma.quantile(399.9, 0.975), within(0.3));
    }

    @Test
    void shouldGiveTheExactIntervalOfAPoissonCount() {
        WeightedCount ten = WeightedCount.NONE;
        for (int i = 0; i < 10; i++) {
            ten = ten.plus(100);
        }

        Interval interval = ten.interval(0.05);

        assertThat(ten.sum()).isEqualTo(1000);
        assertThat(interval.low()).isCloseTo(479.5, within(0.1)); // Garwood's interval of 10 is 4.795 to 18.39
        assertThat(interval.high()).isCloseTo(1839.0, within(0.1));
    }

    @Test
    void shouldBoundWhatWasNeverDrawnByTheHeaviestWeight() {
        Interval interval =
                WeightedCount.NONE.orHeaviest(WeightedCount.NONE.plus(20)).interval(0.05);

        assertThat(interval.low()).isZero();
        assertThat(interval.high()).isCloseTo(20 * 3.68888, within(1e-3));
    }
}
