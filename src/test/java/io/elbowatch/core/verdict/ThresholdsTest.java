package io.elbowatch.core.verdict;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Thresholds.Side;
import io.elbowatch.core.verdict.Thresholds.Threshold;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Terms;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThresholdsTest {
    /** In the middle of every calibration score, or nearly. */
    private static final ElboTerms NORMAL = Terms.of(500, 0, 250, 500, 500);

    @ParameterizedTest
    @EnumSource
    void shouldBeWhereTheJudgeChangesItsVerdict(Decider decider) {
        assertThresholds(new Judge(Calibrations.upTo(999), 1, decider, 0.01));
        assertThresholds(new Judge(Calibrations.halvesUpTo(999), 1, decider, 0.01));
    }

    /** Then the first places decide. */
    @ParameterizedTest
    @EnumSource
    void shouldBeWhereTheJudgeChangesItsVerdictAtTheLowestAlpha(Decider decider) {
        Calibration calibration = Calibrations.upTo(999);
        assertThresholds(new Judge(calibration, 1, decider, calibration.lowestAlpha(decider)));
    }

    private static void assertThresholds(Judge judge) {
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

    /** Ahead of all calibration images by so little that neither score would be enough alone. */
    @Test
    void shouldNameWhatAnImageExceedsThatIsFirstInBothScores() {
        Judge judge = new Judge(Calibrations.upTo(999), 1, Decider.DEFAULT, 0.001);
        Verdict verdict = judge.judge(Terms.of(500, 0, 250, 999.01f, 999.01));
        assertThat(verdict.anomalous()).isTrue();
        assertThat(Thresholds.of(judge)).allMatch(threshold -> threshold.value() > 999.01);
        assertThat(Thresholds.exceeded(judge, verdict))
                .containsExactly(
                        new Threshold(Score.LOCAL, Side.UPPER, 999), new Threshold(Score.DENSITY, Side.UPPER, 999));
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
