package io.elbowatch.stream.shadow;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.shadow.ShadowCounts;
import io.elbowatch.core.shadow.ShadowTally;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.stream.wire.ShadowFlip;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Terms;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ShadowScoringTest {
    private final List<ShadowFlip> flips = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile ShadowsInForce plan;
    private ShadowScoring scoring;

    @AfterEach
    void close() {
        open.countDown();
        if (scoring != null) {
            scoring.close();
        }
    }

    @Test
    void shouldCompareEveryImageWithTheVerdictThatCounts() {
        ServedModel shadow = Offered.served("next", darker());
        start(shadow, ShadowLimits.DEFAULT);

        for (int i = 0; i < 200; i++) {
            scoring.offer(Offered.image(i, i, shadow));
        }

        // Anomalous from 191 on by the deciding model, and by its shadow none.
        soon().untilAsserted(() -> assertThat(tally().counts()).isEqualTo(new ShadowCounts(200, 0, 0, 9)));
        assertThat(tally().since()).hasValue(12);
        assertThat(tally().nanos()).isPositive();
        soon().untilAsserted(() -> assertThat(flips).hasSize(9)); // the last one comes after it is counted
        assertThat(flips).allMatch(flip -> flip.verdict().anomalous() && flip.offset() > 190);
    }

    @Test
    void shouldScoreBatchesOfItsOwn() {
        FakeModel model = blocked();
        ServedModel shadow = Offered.served("next", model);
        start(shadow, ShadowLimits.DEFAULT);
        for (int i = 0; i < 100; i++) {
            scoring.offer(Offered.image(i, i, shadow));
        }

        open.countDown();

        soon().until(() -> tally().counts().images() == 100);
        assertThat(model.batches()).contains(32);
    }

    @Test
    void shouldLeaveOutAndCountWhatItCannotKeepUpWith() {
        ServedModel shadow = Offered.served("next", blocked());
        start(shadow, new ShadowLimits(10, 1 << 20));

        for (int i = 0; i < 100; i++) {
            scoring.offer(Offered.image(1, i, shadow)); // returns although the shadow hangs
        }
        open.countDown();

        soon().until(() -> tally().counts().images() + tally().leftOut() == 100);
        assertThat(tally().leftOut()).isBetween(50L, 90L);
    }

    @Test
    void shouldCountWhatTheShadowCannotScore() {
        ServedModel shadow = Offered.served("next", new FakeModel().failingOn(image -> image[0] == 7));
        start(shadow, ShadowLimits.DEFAULT);

        scoring.offer(Offered.image(7, 0, shadow));
        scoring.offer(Offered.image(8, 1, shadow));
        scoring.offer(
                Offered.image(new byte[] {1}, 2, Offered.image(1, 2, shadow).verdict(), shadow));

        soon().untilAsserted(() -> assertThat(tally().failed()).isEqualTo(2));
        soon().untilAsserted(() -> assertThat(tally().counts().images()).isEqualTo(1));
    }

    @Test
    void shouldGoOnAfterAModelThatFailsAltogether() {
        FakeModel model = new FakeModel().failingOn(image -> true);
        ServedModel shadow = Offered.served("next", model);
        start(shadow, ShadowLimits.DEFAULT);
        scoring.offer(Offered.image(1, 0, shadow));
        soon().until(() -> tally().failed() == 1);

        model.failingOn(image -> false);
        scoring.offer(Offered.image(1, 1, shadow));

        soon().until(() -> tally().counts().images() == 1);
    }

    @Test
    void shouldEndWithThePlan() {
        ServedModel shadow = Offered.served("next", blocked());
        start(shadow, ShadowLimits.DEFAULT);
        for (int i = 0; i < 100; i++) {
            scoring.offer(Offered.image(1, i, shadow));
        }

        plan = new ShadowsInForce(Set.of(), OptionalLong.of(13));
        open.countDown();

        soon().until(() -> scoring.tallies().isEmpty() && scoring.waiting() == 0);
    }

    @Test
    void shouldNameAShadowBeforeItsFirstImage() {
        start(Offered.served("next", new FakeModel()), ShadowLimits.DEFAULT);

        soon().until(() -> scoring.tallies().size() == 1);
        assertThat(tally().agreement()).isEmpty();
    }

    private void start(ServedModel shadow, ShadowLimits limits) {
        plan = new ShadowsInForce(Set.of(ShadowsInForce.pair(Offered.DECIDING, shadow)), OptionalLong.of(12));
        scoring = new ShadowScoring(
                        () -> plan, DecodeLimits.DEFAULT, limits, (flip, trace) -> flips.add(flip), Clock.systemUTC())
                .start();
    }

    private ShadowTally tally() {
        return scoring.tallies().get(0);
    }

    private static FakeModel darker() {
        return new FakeModel(image -> {
            float grey = Math.max(0, (image[0] & 0xFF) - 10);
            return Terms.of(grey, 0, 1, grey, grey);
        });
    }

    /** Waits until the test lets it go on. */
    private FakeModel blocked() {
        return new FakeModel(image -> {
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return FakeModel.meanPixel(image);
        });
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptions();
    }
}
