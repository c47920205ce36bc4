package io.elbowatch.core.verdict;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.testing.Terms;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

class TailTest {
    private static final int IMAGES = 1_000;
    private static final double RELATIVE_PERCENT = 1e-7;

    /** {@code model/tests/test_tail.py} expects the same numbers. */
    @Test
    void shouldFitAsPythonDoes() {
        double[] scores = pareto(0.2);
        for (int i = 0; i < IMAGES; i++) {
            scores[i] += Math.sin(i);
        }
        Arrays.sort(scores);
        Tail tail = Tail.of(scores);
        assertThat(tail.threshold()).isCloseTo(6.006248956787123, withinPercentage(RELATIVE_PERCENT));
        assertThat(tail.excesses()).isEqualTo(100);
        assertThat(tail.shape()).isCloseTo(0.21849763143544854, withinPercentage(RELATIVE_PERCENT));
        assertThat(tail.scale()).isCloseTo(2.9942581802844606, withinPercentage(RELATIVE_PERCENT));
        assertThat(tail.fit()).isCloseTo(0.9921749024705745, withinPercentage(RELATIVE_PERCENT));
        assertThat(tail.pValue(50, IMAGES)).isCloseTo(0.0001388964382022465, withinPercentage(RELATIVE_PERCENT));
        assertThat(tail.score(0.0001388964382022465, IMAGES)).isCloseTo(50, within(1e-6));
    }

    @Test
    void shouldRefuseWhatIsNotSane() {
        assertThatThrownBy(() -> Tail.of(pareto(1.5))).hasMessageContaining("its shape is 0.9");
        assertThatThrownBy(() -> Tail.of(new double[500])).hasMessageContaining("0 scores lie above");
        assertThatThrownBy(() -> Tail.of(new double[] {1})).hasMessageContaining("0 scores lie above");
        assertThat(Tail.of(IntStream.range(0, IMAGES).asDoubleStream().toArray())
                        .shape())
                .as("a tail with an end")
                .isZero();
    }

    @Test
    void shouldReachALowerAlphaOnlyWhenAskedFor() {
        Calibration calibration = calibration();
        assertThatThrownBy(() -> new Judge(calibration, 1, Decider.DEFAULT, 1e-4))
                .hasMessageContaining("out of reach");
        assertThatThrownBy(() -> new Judge(calibration, 1, Decider.DEFAULT, 1e-6, true))
                .as("100 times below 1/(n+1) is the furthest")
                .hasMessageContaining("out of reach");
        assertThatThrownBy(() -> new Judge(calibration, 1, Decider.ELBO, 1e-4, true))
                .hasMessageContaining("out of reach");
        Judge judge = new Judge(calibration, 1, Decider.DEFAULT, 1e-4, true);
        assertThat(judge.lowestAlpha()).isLessThan(1e-4).isPositive();
        assertThat(new Judge(calibration, 1, Decider.DEFAULT, 0.01).lowestAlpha())
                .isEqualTo(1.0 / (IMAGES + 1));
        Verdict far = judge.judge(terms(1_000, 1));
        assertThat(far.anomalous()).isTrue();
        assertThat(far.extrapolated()).isTrue();
        assertThat(far.pValue()).isLessThan(1e-4).isPositive();
        Verdict normal = judge.judge(terms(5, 5));
        assertThat(normal.extrapolated()).isFalse();
        assertThat(normal.pValue())
                .isEqualTo(new Judge(calibration, 1, Decider.DEFAULT, 0.01)
                        .judge(terms(5, 5))
                        .pValue());
    }

    @Test
    void shouldExtrapolateNothingByDefault() {
        Verdict far = new Judge(calibration(), 1, Decider.DEFAULT, 0.001).judge(terms(1_000, 1));
        assertThat(far.extrapolated()).isFalse();
        assertThat(far.pValue()).isEqualTo(1.0 / (IMAGES + 1));
    }

    @Test
    void shouldHaveAThresholdWhereTheVerdictChanges() {
        for (Decider decider : List.of(Decider.DEFAULT, Decider.LOCAL)) {
            Judge judge = new Judge(calibration(), 1, decider, 1e-4, true);
            double limit = Thresholds.upper(judge, Score.LOCAL).value();
            assertThat(limit).isFinite();
            assertThat(judge.judge(terms(limit * 1.001, 1)).anomalous()).isTrue();
            assertThat(judge.judge(terms(limit * 0.999, 1)).anomalous()).isFalse();
            assertThat(Thresholds.exceeded(judge, judge.judge(terms(limit * 1.001, 1))))
                    .isNotEmpty();
        }
    }

    private static ElboTerms terms(double local, double density) {
        return Terms.of(5, 0, 5, (float) local, density);
    }

    private static Calibration calibration() {
        double[] ascending = pareto(0.1);
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        Map<Score, Tail> tails = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            scores.put(score, ascending);
            if (score != Score.ELBO) {
                tails.put(score, Tail.of(ascending));
            }
        }
        return new Calibration(scores, JoinedTurns.shares(ascending, ascending), Terms.MIXTURE, tails);
    }

    /** Quantiles of a generalised Pareto distribution of scale 2, ascending. */
    private static double[] pareto(double shape) {
        return IntStream.range(0, IMAGES)
                .mapToDouble(i -> 2 * (Math.pow(1 - (i + 0.5) / IMAGES, -shape) - 1) / shape)
                .toArray();
    }
}
