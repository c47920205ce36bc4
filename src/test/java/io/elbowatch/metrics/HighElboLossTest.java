package io.elbowatch.metrics;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.testing.Terms;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The calibration's ELBO losses run evenly from 150 to 250. */
class HighElboLossTest {
    private final Judge judge = TestModel.judge();
    private final HighElboLoss high = new HighElboLoss(judge);

    @Test
    void shouldBeAboveTheValueThatAShareAlphaOfTheCalibrationExceeds() {
        assertThat(HighElboLoss.thresholdNats(judge)).isCloseTo(249, within(.2));
        assertThat(high.is(judge.judge(loss(248)))).isFalse();
        assertThat(high.is(judge.judge(loss(251)))).isTrue();
    }

    /** α can change while the process runs. */
    @Test
    void shouldFollowTheAlphaOfTheVerdicts() {
        Judge strict = new Judge(TestModel.calibration(), 1, Decider.DEFAULT, .1);

        assertThat(high.is(strict.judge(loss(242)))).isTrue();
        assertThat(high.is(judge.judge(loss(242)))).isFalse();
    }

    private static ElboTerms loss(float nats) {
        return Terms.of(nats, 0, 0, 30, 5);
    }
}
