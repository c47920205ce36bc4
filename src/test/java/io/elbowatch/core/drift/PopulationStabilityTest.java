package io.elbowatch.core.drift;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PopulationStabilityTest {
    private static final int BINS = 10;

    @Property
    void shouldNeverBeNegativeNorInfinite(@ForAll("counts") long[] counted, @ForAll("counts") long[] calibration) {
        assertThat(index(counted, calibration)).isFinite().isNotNegative();
    }

    @Property
    void shouldBeZeroOfTheCalibrationItself(@ForAll("counts") long[] calibration) {
        assertThat(index(calibration, calibration)).isZero();
    }

    @Property
    void shouldBeTheSameBothWays(@ForAll("counts") long[] one, @ForAll("counts") long[] other) {
        assertThat(index(one, other)).isCloseTo(index(other, one), within(1e-12));
    }

    /** (.6 − .5)·ln(.6/.5) + (.4 − .5)·ln(.4/.5), of so many images that the half added to each count is nothing. */
    @Test
    void shouldBeTheSumOfTheDefinition() {
        assertThat(index(new long[] {6_000_000, 4_000_000}, new long[] {5_000_000, 5_000_000}))
                .isCloseTo(0.0405465, within(1e-6));
    }

    @Test
    void shouldStayFiniteWhereNothingWasEverSeen() {
        assertThat(index(new long[] {0, 2_000}, new long[] {2_000, 0})).isBetween(16.0, 17.0);
    }

    @Test
    void shouldBeUnknownWhileChanceWouldShow() {
        assertThat(PopulationStability.index(evenly(180), evenly(20_000))).isEmpty();
        assertThat(PopulationStability.index(evenly(190), evenly(20_000))).isPresent();
        assertThat(PopulationStability.index(evenly(1_000_000), evenly(170))).isEmpty();
        assertThat(PopulationStability.index(evenly(0), evenly(20_000))).isEmpty();
    }

    /**
     * The fewest images for which there is a figure: 9·(1/190 + 1/20,000) is 0.048, and of 20,000 looks none reaches
     * 0.2.
     */
    @Test
    void shouldLeaveToChanceWhatItsDistributionSays() {
        Random random = new Random(1);
        double sum = 0;
        double largest = 0;
        int looks = 20_000;
        for (int look = 0; look < looks; look++) {
            long[] counted = new long[BINS];
            random.ints(190, 0, BINS).forEach(bin -> counted[bin]++);
            double index = index(counted, evenly(20_000));
            sum += index;
            largest = Math.max(largest, index);
        }
        assertThat(sum / looks).isCloseTo(0.048, within(0.002));
        assertThat(largest).isLessThan(0.25);
    }

    @Provide
    Arbitrary<long[]> counts() {
        return Arbitraries.longs()
                .between(0, 100_000)
                .array(long[].class)
                .ofSize(BINS)
                .filter(counts -> Arrays.stream(counts).sum() > 1_000);
    }

    private static long[] evenly(int images) {
        long[] counts = new long[BINS];
        Arrays.fill(counts, images / BINS);
        return counts;
    }

    private static double index(long[] counted, long[] calibration) {
        return PopulationStability.index(counted, calibration).orElseThrow();
    }
}
