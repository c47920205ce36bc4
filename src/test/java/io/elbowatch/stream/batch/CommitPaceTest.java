package io.elbowatch.stream.batch;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommitPaceTest {
    private final CommitPace pace = new CommitPace(100, 7);

    @Test
    void shouldBeDueAtEveryTickThatIsOnTime() {
        assertThat(pace.isDue(1_007)).isTrue();
        assertThat(pace.isDue(1_110)).isTrue();
        assertThat(pace.isDue(1_207)).isTrue();
    }

    /** The first of them may run the model while the others wait. */
    @Test
    void shouldTellAllTasksTheSameOfATick() {
        assertThat(pace.isDue(1_007)).isTrue();
        assertThat(pace.isDue(1_090)).isTrue();

        assertThat(pace.isDue(1_180)).isFalse();
        assertThat(pace.isDue(1_190)).isFalse();
    }

    /** Commits take 250 ms: without a pause a thread would work for no more than one look at its tasks between two of them. */
    @Test
    void shouldLeaveTimeForWorkBetweenSlowCommits() {
        assertThat(worked(250)).isBetween(0.3, 0.5);
        assertThat(worked(5)).isGreaterThan(0.9);
    }

    /** A batch of a large network takes longer than the interval, and every tick is late. */
    @Test
    void shouldBeDueThoughEveryTickIsLate() {
        int commits = 0;
        for (long now = 1_040; now < 11_040; now += 500) {
            commits += pace.isDue(now) ? 1 : 0;
        }
        assertThat(commits).isEqualTo(10);
    }

    @Test
    void shouldGoOnWhenTheClockIsSetBack() {
        assertThat(pace.isDue(100_007)).isTrue();
        assertThat(pace.isDue(100_180)).isFalse();

        assertThat(pace.isDue(50_007)).isTrue();
    }

    @Test
    void shouldPassOverNoneOfThoseThatAreRare() {
        CommitPace rare = new CommitPace(5_000, 0);
        assertThat(List.of(rare.isDue(10_000), rare.isDue(19_000), rare.isDue(24_900)))
                .containsOnly(true);
    }

    /** The share of the time between commits of so long each, of a thread that looks for ticks every millisecond. */
    private double worked(long commitMillis) {
        List<Long> work = new ArrayList<>();
        long lastTick = -1;
        long now = 7;
        while (now < 60_000) {
            long tick = (now - 7) / 100;
            if (tick != lastTick && pace.isDue(now)) {
                now += commitMillis;
            } else {
                work.add(now);
                now++;
            }
            lastTick = Math.max(tick, lastTick);
        }
        return work.size() / (double) now;
    }
}
