package io.elbowatch.core.verdict;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Thresholds.Side;
import io.elbowatch.core.verdict.Thresholds.Threshold;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Terms;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThresholdsTest {
    /** In the middle of every calibration score, or nearly. */
    private static final ElboTerms NORMAL = Terms.of(500, 0, 250, 500, 500);

    @ParameterizedTest
    @EnumSource
    void shouldBeWhereTheJudgeChangesItsVerdict(Decider decider) {
        Judge judge = new Judge(Calibrations.upTo(999), 1, decider, 0.01);

        List<Threshold> thresholds = Thresholds.of(judge);

        assertThat(thresholds).isNotEmpty().allSatisfy(threshold -> {
            double outwards = threshold.side() == Side.UPPER ? 0.01 : -0.01;
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
        ElboTerms t = NORMAL;
        float moved = (float) (value - score.of(t, 1, Terms.MIXTURE));
        return switch (score) {
            case ELBO, RECONSTRUCTION ->
                new ElboTerms(t.reconstructionNll() + moved, t.floor(), t.kl(), t.local(), t.features());
            case KL -> new ElboTerms(t.reconstructionNll(), t.floor(), t.kl() + moved, t.local(), t.features());
            case LOCAL -> new ElboTerms(t.reconstructionNll(), t.floor(), t.kl(), t.local() + moved, t.features());
            case DENSITY -> Terms.of(t.reconstructionNll(), t.floor(), t.kl(), t.local(), value);
        };
    }
}
