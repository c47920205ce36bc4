package io.elbowatch.metrics;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThresholdsTest {

    @ParameterizedTest
    @EnumSource
    void shouldBeWhereTheJudgeChangesItsVerdict(Decider decider) {
        Judge judge = TestModel.judge(decider);

        Map<Score, Double> thresholds = Thresholds.of(judge);

        assertThat(thresholds).isNotEmpty().allSatisfy((score, threshold) -> {
            assertThat(judge.judge(normalBut(score, threshold - .01)).anomalous())
                    .isFalse();
            assertThat(judge.judge(normalBut(score, threshold + .01)).anomalous())
                    .isTrue();
        });
    }

    /** The terms of an image that is normal by every score but one. */
    private static ElboTerms normalBut(Score score, double nats) {
        ElboTerms normal = TestModel.NORMAL;
        float moved = (float) (nats - score.of(normal, 1));
        return switch (score) {
            case ELBO, RECONSTRUCTION ->
                new ElboTerms(normal.reconstructionNll() + moved, normal.floor(), normal.kl(), normal.local());
            case KL -> new ElboTerms(normal.reconstructionNll(), normal.floor(), normal.kl() + moved, normal.local());
            case LOCAL ->
                new ElboTerms(normal.reconstructionNll(), normal.floor(), normal.kl(), normal.local() + moved);
        };
    }
}
