package io.elbowatch.core.drift;

import io.elbowatch.core.statistics.Sample;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CalibrationBinsTest {

    @Property
    void shouldHoldATenthEachOfScoresThatDiffer(@ForAll @IntRange(min = 10, max = 500) int n) {
        CalibrationBins bins = bins(IntStream.range(0, n).toArray());

        assertThat(bins.size()).isEqualTo(10);
        assertThat(Arrays.stream(bins.calibration()).boxed())
                .allSatisfy(count -> assertThat((double) count).isBetween(n / 10.0 - 1, n / 10.0 + 1));
    }

    @Property
    void shouldHaveEveryCalibrationImageInOneBin(@ForAll @Size(min = 1, max = 60) int[] scores) {
        int[] alike = Arrays.stream(scores).map(score -> score % 4).toArray();

        assertThat(Arrays.stream(bins(alike).calibration()).sum()).isEqualTo(scores.length);
    }

    @Property
    void shouldPutAHigherScoreInNoLowerBin(
            @ForAll @Size(min = 1, max = 60) int[] scores, @ForAll int one, @ForAll int other) {
        CalibrationBins bins = bins(scores);

        assertThat(bins.bin(Math.min(one, other))).isLessThanOrEqualTo(bins.bin(Math.max(one, other)));
    }

    @Test
    void shouldTellTheValueThatDecilesShareFromThoseAboveAndBelow() {
        CalibrationBins blank = bins(new int[100]);

        assertThat(blank.size()).isEqualTo(3);
        assertThat(blank.calibration()).containsExactly(0, 100, 0);
        assertThat(blank.bin(-1)).isZero();
        assertThat(blank.bin(0)).isEqualTo(1);
        assertThat(blank.bin(-0.0)).isEqualTo(1);
        assertThat(blank.bin(1e-30)).isEqualTo(2);
    }

    /** As two runtimes give them: PyTorch, which calibrated, and ONNX Runtime. */
    @Test
    void shouldFindAlikeWhatDiffersInItsLastDigit() {
        double[] crops = IntStream.range(0, 100)
                .mapToDouble(i -> i < 30 ? 18.117206573486328 : i)
                .toArray();
        CalibrationBins bins = new CalibrationBins(Sample.of(crops));

        assertThat(bins.bin(18.117202758789062)).isEqualTo(bins.bin(18.117206573486328));
        assertThat(bins.bin(18.1)).isLessThan(bins.bin(18.117206573486328));
        assertThat(bins.bin(18.13)).isGreaterThan(bins.bin(18.117206573486328));
    }

    @Test
    void shouldKeepTheDecilesThatDifferBesideThoseThatCoincide() {
        int[] halfBlank = IntStream.range(0, 100).map(i -> Math.max(0, i - 50)).toArray();

        // Up to 0, where six tenths begin and end, then the deciles from 10 to 40.
        assertThat(bins(halfBlank).calibration()).containsExactly(0, 51, 9, 10, 10, 10, 10);
    }

    private static CalibrationBins bins(int[] scores) {
        return new CalibrationBins(
                Sample.of(Arrays.stream(scores).asDoubleStream().toArray()));
    }
}
