package io.elbowatch.core.replay;

import io.elbowatch.core.quality.Truth;
import io.elbowatch.core.replay.LabelledQuality.Share;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class LabelledReplayTest {
    private final ReplayTable table = new ReplayTable();
    private int next;

    @Test
    void shouldKnowThePrecisionExactlyWhereAllAreLabelled() {
        add(30, true, true, Truth.DEFECT, true);
        add(10, true, true, Truth.NORMAL, true);
        add(20, true, false, Truth.NORMAL, true);

        LabelledReplay labelled = Replay.of(table, false).labelled().orElseThrow();

        assertThat(labelled.labels()).isEqualTo(60);
        assertThat(labelled.before().precision()).isEqualTo(new Share(OptionalDouble.of(0.5), 0.5, 0.5, 60));
        assertThat(labelled.now().precision()).isEqualTo(new Share(OptionalDouble.of(0.75), 0.75, 0.75, 40));
        assertThat(labelled.now().recall().value()).hasValue(1);
        assertThat(labelled.now().falseAlarmRate().value().orElseThrow()).isEqualTo(1 / 3.0, within(1e-12));
    }

    /** What only the new model reports is not labelled: it may all be right, or nothing of it. */
    @Test
    void shouldGiveBoundsWhereImagesAreNotLabelled() {
        add(30, true, true, Truth.DEFECT, true);
        add(10, false, true, Truth.UNSURE, false);

        LabelledReplay labelled = Replay.of(table, false).labelled().orElseThrow();

        assertThat(labelled.now().precision().value()).isEmpty();
        assertThat(labelled.now().precision().low()).isEqualTo(0.75);
        assertThat(labelled.now().precision().high()).isEqualTo(1);
        assertThat(labelled.before().precision().value()).hasValue(1);
        assertThat(labelled.before().recall().value()).isEmpty();
    }

    /** Somebody who looks for missed defects would otherwise make recall look bad. */
    @Test
    void shouldCountNoLabelOfAnImageThatNobodyDrew() {
        add(1, false, false, Truth.NORMAL, false);
        assertThat(table.label(0, 0, OptionalLong.empty(), Truth.DEFECT, false)).isFalse();
        assertThat(table.label(0, 0, OptionalLong.of(77), Truth.DEFECT, true))
                .as("of an earlier topic")
                .isFalse();
        assertThat(table.label(0, 5, OptionalLong.empty(), Truth.DEFECT, true)).isFalse();
        assertThat(Replay.of(table, false).labelled()).isEmpty();
    }

    @Test
    void shouldCoverTheTruth() {
        int[] covered = new int[3];
        int repetitions = 200;
        for (int seed = 0; seed < repetitions; seed++) {
            Random random = new Random(seed);
            ReplayTable drawn = new ReplayTable();
            double[] truth = new double[4]; // hits, false alarms, missed, passed
            for (int i = 0; i < 4000; i++) {
                boolean defect = random.nextInt(50) == 0;
                boolean before = random.nextDouble() < (defect ? 0.7 : 0.02);
                boolean now = random.nextDouble() < (defect ? before ? 0.9 : 0.4 : before ? 0.3 : 0.01);
                drawn.add(0, i, 1, "a", outcome(now));
                drawn.old(0, i, 1, outcome(before));
                truth[now ? defect ? 0 : 1 : defect ? 2 : 3]++;
                if (before ? random.nextInt(2) == 0 : random.nextInt(5) == 0) {
                    drawn.label(0, i, OptionalLong.empty(), defect ? Truth.DEFECT : Truth.NORMAL, !before);
                }
            }
            LabelledQuality now =
                    Replay.of(drawn, false).labelled().orElseThrow().now();
            covered[0] += covers(now.precision(), truth[0] / (truth[0] + truth[1]));
            covered[1] += covers(now.recall(), truth[0] / (truth[0] + truth[2]));
            covered[2] += covers(now.falseAlarmRate(), truth[1] / (truth[1] + truth[3]));
        }
        for (int count : covered) {
            assertThat(count / (double) repetitions).isGreaterThanOrEqualTo(0.94);
        }
    }

    private static int covers(Share share, double truth) {
        assertThat(share.value().orElseThrow()).isBetween(share.low(), share.high());
        return share.low() <= truth && truth <= share.high() ? 1 : 0;
    }

    private void add(int count, boolean before, boolean now, Truth label, boolean labelled) {
        for (int i = 0; i < count; i++) {
            table.add(0, next, 1, "a", outcome(now));
            table.old(0, next, 1, outcome(before));
            assertThat(table.label(0, next, OptionalLong.of(1), label, false)).isEqualTo(labelled);
            next++;
        }
    }

    private static Outcome outcome(boolean anomalous) {
        return new Outcome(anomalous, false, new float[Outcome.NAMES.size()]);
    }
}
