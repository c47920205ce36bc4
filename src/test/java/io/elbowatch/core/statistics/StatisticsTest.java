package io.elbowatch.core.statistics;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class StatisticsTest {

    /** numpy.quantile([3, 1, 2, 10], q). */
    @Test
    void shouldInterpolateQuantilesAsNumpyDoes() {
        Sample sample = Sample.of(new double[] {3, 1, 2, 10});
        assertThat(sample.quantile(0)).isEqualTo(1);
        assertThat(sample.quantile(0.1)).isCloseTo(1.3, within(1e-12));
        assertThat(sample.median()).isEqualTo(2.5);
        assertThat(sample.quantile(0.9)).isCloseTo(7.9, within(1e-12));
        assertThat(sample.quantile(1)).isEqualTo(10);
    }

    @Test
    void shouldRefuseASampleOfNothingOrOfNoNumbers() {
        assertThatThrownBy(() -> Sample.of(new double[0])).hasMessageContaining("at least one");
        assertThatThrownBy(() -> Sample.of(new double[] {1, Double.NaN})).hasMessageContaining("NaN");
    }

    @Property
    void shouldMeasureTheLargestDistanceOfTwoDistributions(
            @ForAll @Size(min = 1, max = 20) int[] first, @ForAll @Size(min = 1, max = 20) int[] second) {
        double[] a = Arrays.stream(first).mapToDouble(v -> v % 5).toArray();
        double[] b = Arrays.stream(second).mapToDouble(v -> v % 5).toArray();
        double largest = 0;
        for (int value = -5; value <= 5; value++) {
            largest = Math.max(largest, Math.abs(shareUpTo(a, value) - shareUpTo(b, value)));
        }
        assertThat(KolmogorovSmirnov.statistic(Sample.of(a), Sample.of(b))).isCloseTo(largest, within(1e-12));
    }

    /** The tables' c(0.001) is 1.95, c(0.05) 1.36. */
    @Test
    void shouldGiveTheCriticalDistance() {
        assertThat(KolmogorovSmirnov.critical(100, 100, 0.001)).isCloseTo(1.949 * Math.sqrt(0.02), within(1e-3));
        assertThat(KolmogorovSmirnov.critical(50, 200, 0.05)).isCloseTo(1.358 * Math.sqrt(0.025), within(1e-3));
    }

    @Test
    void shouldSeeWhetherNeighboursAreAlike() {
        Random random = new Random(1);
        double[] independent = random.doubles(10_000).toArray();
        double[] pairs =
                IntStream.range(0, 10_000).mapToDouble(i -> independent[i / 2]).toArray();
        assertThat(Autocorrelation.lagOne(independent)).isCloseTo(0, within(0.04));
        assertThat(Autocorrelation.lagOne(pairs)).isCloseTo(0.5, within(0.04));
        assertThat(Autocorrelation.lagOne(new double[] {0.1, 0.1, 0.1})).isZero();
    }

    /** Brown, Cai and DasGupta (2001) and R's prop.test without correction. */
    @Test
    void shouldGiveWilsonsInterval() {
        Interval interval = new Proportion(10, 100).interval95();
        assertThat(interval.low()).isCloseTo(0.05523, within(1e-5));
        assertThat(interval.high()).isCloseTo(0.17437, within(1e-5));
        assertThat(new Proportion(0, 50).interval95().low()).isZero();
        assertThat(new Proportion(0, 50).interval95().high()).isCloseTo(0.07135, within(1e-5));
    }

    @Property
    void shouldKeepTheShareInsideItsInterval(
            @ForAll @IntRange(min = 1, max = 1000) int trials, @ForAll @IntRange(max = 1000) int any) {
        Proportion proportion = new Proportion(any % (trials + 1), trials);
        Interval interval = proportion.interval95();
        assertThat(interval.low()).isBetween(0.0, proportion.share());
        assertThat(interval.high()).isBetween(proportion.share(), 1.0);
    }

    @Property
    void shouldCountEveryNumberOnce(@ForAll @Size(min = 1, max = 50) int[] values) {
        double[] numbers = Arrays.stream(values).mapToDouble(v -> v % 100).toArray();
        Histogram histogram = new Histogram(Sample.of(numbers), -10, 10, 7);
        int counted = IntStream.range(0, 7).map(histogram::count).sum();
        assertThat(counted).isEqualTo(numbers.length);
    }

    private static double shareUpTo(double[] values, double limit) {
        return Arrays.stream(values).filter(v -> v <= limit).count() / (double) values.length;
    }
}
