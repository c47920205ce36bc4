package io.elbowatch.metrics;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Scores;
import io.elbowatch.metrics.Thresholds.Side;
import io.elbowatch.metrics.Thresholds.Threshold;
import io.elbowatch.testing.Terms;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThresholdsTest {

    @ParameterizedTest
    @EnumSource
    void shouldBeWhereTheJudgeChangesItsVerdict(Decider decider) {
        Judge judge = TestModel.judge(decider);

        List<Threshold> thresholds = Thresholds.of(judge);

        assertThat(thresholds).isNotEmpty().allSatisfy(threshold -> {
            double outwards = threshold.side() == Side.UPPER ? 1e-4 : -1e-4;
            assertThat(judge.judge(normalBut(threshold.score(), threshold.value() - outwards))
                            .anomalous())
                    .isFalse();
            assertThat(judge.judge(normalBut(threshold.score(), threshold.value() + outwards))
                            .anomalous())
                    .isTrue();
        });
    }

    /** The terms of an image that is normal by every score but one. */
    private static ElboTerms normalBut(Score score, double value) {
        ElboTerms t = TestModel.NORMAL;
        float moved = (float) (value - Scores.of(t, 1, Terms.MIXTURE).of(score));
        return switch (score) {
            case ELBO, RECONSTRUCTION ->
                new ElboTerms(t.reconstructionNll() + moved, t.floor(), t.kl(), t.local(), t.features());
            case KL -> new ElboTerms(t.reconstructionNll(), t.floor(), t.kl() + moved, t.local(), t.features());
            case LOCAL -> new ElboTerms(t.reconstructionNll(), t.floor(), t.kl(), t.local() + moved, t.features());
            case DENSITY -> Terms.of(t.reconstructionNll(), t.floor(), t.kl(), t.local(), value);
        };
    }
}
