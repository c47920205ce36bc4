package io.elbowatch.stream.batch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CommitPaceTest {
    private final CommitPace pace = new CommitPace(100, 7);

    @Test
    void shouldBeDueAtEveryTickAlsoWhenOneIsLate() {
        assertThat(tickAfterWorkSince(907, 1_007)).isTrue();
        assertThat(tickAfterWorkSince(1_012, 1_190)).isTrue();
        assertThat(tickAfterWorkSince(1_195, 1_307)).isTrue();
    }

    /** The first task may run the model while the others wait. */
    @Test
    void shouldGiveAllTasksTheSameAnswerForATick() {
        assertThat(tickAfterWorkSince(1_000, 1_107)).isTrue();
        pace.working(1_108);
        assertThat(pace.isDue(1_200)).isTrue();

        assertThat(tickAfterWorkSince(1_200, 1_500)).isTrue();
        assertThat(tickAfterWorkSince(1_600, 1_610)).isFalse();
        assertThat(pace.isDue(1_700)).isFalse();
    }

    @Test
    void shouldLeaveTimeForWorkBetweenCommits() {
        assertThat(worked(250)).isGreaterThan(0.15);
        assertThat(worked(150)).isGreaterThan(0.2);
        assertThat(worked(5)).isGreaterThan(0.9);
    }

    @Test
    void shouldBeDueWithoutWork() {
        assertThat(pace.isDue(1_007)).isTrue();
        assertThat(pace.isDue(1_107)).isTrue();
    }

    @Test
    void shouldGoOnWhenTheClockIsSetBack() {
        assertThat(tickAfterWorkSince(100_000, 50_007)).isTrue();
    }

    private boolean tickAfterWorkSince(long sinceMillis, long nowMillis) {
        pace.working(sinceMillis);
        return pace.isDue(nowMillis);
    }

    /**
     * The share of time left for work by commits of this length, for a thread with a record and a check for ticks every
     * millisecond.
     */
    private double worked(long commitMillis) {
        int records = 0;
        long asked = -1;
        long now = 7;
        while (now < 60_000) {
            pace.working(now++);
            records++;
            long tick = (now - 7) / 100;
            if (tick != asked && pace.isDue(now)) {
                now += commitMillis;
            }
            asked = tick;
        }
        return records / (double) now;
    }
}
