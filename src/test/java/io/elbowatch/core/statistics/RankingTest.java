package io.elbowatch.core.statistics;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RankingTest {

    /** Few different scores, so that most of them are ties. */
    @Property
    void shouldGiveTheChanceThatAnAnomalyScoresHigher(
            @ForAll @Size(min = 1, max = 30) int[] normal, @ForAll @Size(min = 1, max = 30) int[] anomalous) {
        double[] n = fewValues(normal);
        double[] a = fewValues(anomalous);
        double wins = 0;
        for (double high : a) {
            for (double low : n) {
                wins += high > low ? 1 : high == low ? 0.5 : 0;
            }
        }
        assertThat(ranking(n, a).auroc()).isCloseTo(wins / n.length / a.length, within(1e-12));
    }

    @Property
    void shouldFindTheBestAllowedThreshold(
            @ForAll @Size(min = 1, max = 30) int[] normal,
            @ForAll @Size(min = 1, max = 30) int[] anomalous,
            @ForAll @IntRange(max = 10) int tenths) {
        double[] n = fewValues(normal);
        double[] a = fewValues(anomalous);
        double best = 0;
        for (double threshold : a) {
            if (10L * countFrom(n, threshold) <= (long) tenths * n.length) {
                best = Math.max(best, countFrom(a, threshold) / (double) a.length);
            }
        }
        assertThat(ranking(n, a).truePositiveRate(tenths / 10.0)).isEqualTo(best);
    }

    @Property
    void shouldAverageThePrecisionOverTheAnomalies(
            @ForAll @Size(min = 1, max = 30) int[] normal, @ForAll @Size(min = 1, max = 30) int[] anomalous) {
        double[] n = fewValues(normal);
        double[] a = fewValues(anomalous);
        double sum = 0;
        for (double threshold : a) {
            double found = countFrom(a, threshold);
            sum += found / (found + countFrom(n, threshold));
        }
        assertThat(ranking(n, a).averagePrecision()).isCloseTo(sum / a.length, within(1e-12));
    }

    /** scikit-learn's example: roc_auc_score 0.75, average_precision_score 0.8333. */
    @Test
    void shouldAgreeWithScikitLearn() {
        Ranking ranking = ranking(new double[] {0.1, 0.4}, new double[] {0.35, 0.8});
        assertThat(ranking.auroc()).isEqualTo(0.75);
        assertThat(ranking.averagePrecision()).isCloseTo(0.83333333, within(1e-8));
        assertThat(ranking.truePositiveRate(0.01)).isEqualTo(0.5);
    }

    @Test
    void shouldCallAScoreThatIsAlwaysTheSameAGuess() {
        Ranking ranking = ranking(new double[] {1, 1, 1}, new double[] {1, 1});
        assertThat(ranking.auroc()).isEqualTo(0.5);
        assertThat(ranking.truePositiveRate(0.01)).isZero();
    }

    private static Ranking ranking(double[] normal, double[] anomalous) {
        return new Ranking(Sample.of(normal), Sample.of(anomalous));
    }

    private static long countFrom(double[] values, double threshold) {
        return Arrays.stream(values).filter(v -> v >= threshold).count();
    }

    private static double[] fewValues(int[] values) {
        return Arrays.stream(values).mapToDouble(v -> v % 7).toArray();
    }
}
