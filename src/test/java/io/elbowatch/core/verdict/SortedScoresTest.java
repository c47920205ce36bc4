package io.elbowatch.core.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SortedScoresTest {
    @Property
    void shouldCountAsTheDefinitionDoes(
            @ForAll @Size(min = 1, max = 60) double[] values, @ForAll @IntRange(min = -6, max = 6) int score) {
        double[] ascending = rounded(values);
        SortedScores scores = new SortedScores(ascending);
        double n = ascending.length;
        assertThat(scores.upper(score))
                .isEqualTo((1 + Arrays.stream(ascending).filter(v -> v >= score).count()) / (n + 1));
        assertThat(scores.lower(score))
                .isEqualTo((1 + Arrays.stream(ascending).filter(v -> v <= score).count()) / (n + 1));
    }

    @Property
    void shouldNeverRaiseThePValueOfAHigherScore(
            @ForAll @Size(min = 1, max = 60) double[] values, @ForAll double one, @ForAll double other) {
        SortedScores scores = new SortedScores(rounded(values));
        double low = Math.min(one, other);
        double high = Math.max(one, other);
        assertThat(scores.upper(high)).isLessThanOrEqualTo(scores.upper(low));
        assertThat(scores.lower(high)).isGreaterThanOrEqualTo(scores.lower(low));
    }

    @Property
    void shouldFlagExactlyWhatExceedsTheThreshold(
            @ForAll @Size(min = 1, max = 60) double[] values,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double alpha,
            @ForAll @DoubleRange(min = -10, max = 10) double score) {
        SortedScores scores = new SortedScores(rounded(values));
        assertThat(scores.upper(score) <= alpha).isEqualTo(score > scores.upperThreshold(alpha));
    }

    @Test
    void shouldGiveTheSmallestPValueBeyondBothEnds() {
        SortedScores scores = new SortedScores(new double[] {1, 2, 3, 4});
        assertThat(scores.upper(5)).isEqualTo(1 / 5.0);
        assertThat(scores.lower(0)).isEqualTo(1 / 5.0);
        assertThat(scores.twoSided(5)).isEqualTo(2 / 5.0);
        assertThat(scores.twoSided(0)).isEqualTo(2 / 5.0);
        assertThat(scores.twoSided(2.5)).isEqualTo(1);
    }

    /** As a calibration file has them; a blank image must not be anomalous for what nine digits leave out. */
    @Property
    void shouldTieWithItselfWrittenInNineDigits(@ForAll @DoubleRange(min = -1e9, max = 1e9) double value) {
        double score = Score.single(value);
        double written = new BigDecimal(score).round(new MathContext(9)).doubleValue();
        SortedScores scores = new SortedScores(new double[] {written});
        assertThat(scores.upper(score)).isEqualTo(1);
        assertThat(scores.lower(score)).isEqualTo(1);
    }

    @Test
    void shouldRefuseScoresThatDescendOrAreNotFinite() {
        assertThatThrownBy(() -> new SortedScores(new double[] {2, 1})).hasMessageContaining("ascend");
        assertThatThrownBy(() -> new SortedScores(new double[] {Double.NaN})).hasMessageContaining("NaN");
    }

    private static double[] rounded(double[] values) {
        return Arrays.stream(values)
                .map(v -> Double.isFinite(v) ? Math.rint(v % 6) : 0)
                .sorted()
                .toArray();
    }
}
