package io.elbowatch.lab.soak;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecoveryWatchTest {
    private static final FaultKind KIND = FaultKind.KILL_CONTROLLER;

    private long nowNanos;
    private int numbers;
    private final RecoveryWatch watch = new RecoveryWatch(2, () -> nowNanos);

    @Test
    void shouldMeasureFromTheStartToTheEndOfTheLastSilence() {
        passes(0, 100);
        watch.began();
        passes(0, 200);
        after(300);
        watch.repaired();
        int waiting = sends();
        after(4_000);
        watch.left(waiting, 1);
        passes(0, 10);
        watch.whole();
        assertThat(watch.over()).isFalse();
        passes(0, 10);
        passes(1, 10);
        assertThat(watch.over()).isTrue();

        Recovery recovery = watch.end(KIND, "ready");

        assertThat(recovery.fromStartMillis()).isEqualTo(200 + 300 + 4_000);
        assertThat(recovery.afterEndMillis()).isEqualTo(4_000 + 10);
        assertThat(recovery.silenceMillis()).isEqualTo(4_000);
    }

    @Test
    void shouldCountNoSilenceWhileNothingWaits() {
        watch.began();
        watch.repaired();
        watch.whole();
        after(60_000);
        passes(0, 20);
        after(60_000);
        passes(1, 30);

        assertThat(watch.over()).isTrue();
        Recovery recovery = watch.end(KIND, "ready");
        assertThat(recovery.fromStartMillis()).isZero();
        assertThat(recovery.silenceMillis()).isEqualTo(30);
    }

    @Test
    void shouldCountASilenceFromTheStartOfTheFaultOn() {
        int waiting = sends();
        after(5_000);
        watch.began();
        after(700);
        watch.left(waiting, 0);
        watch.repaired();
        watch.whole();
        passes(0, 1);
        passes(1, 1);

        assertThat(watch.end(KIND, "").silenceMillis()).isEqualTo(700);
    }

    private int sends() {
        watch.sent(numbers);
        return numbers++;
    }

    private void passes(int partition, long millis) {
        int number = sends();
        after(millis);
        watch.left(number, partition);
    }

    private void after(long millis) {
        nowNanos += Duration.ofMillis(millis).toNanos();
    }
}
