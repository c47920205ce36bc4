package io.elbowatch.core.drift;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SlidingWindowTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HandClock clock = new HandClock();
    private final SlidingWindow<AtomicInteger> window = new SlidingWindow<>(AtomicInteger::new, clock);

    @Test
    void shouldHoldNothingBeforeTheFirst() {
        assertThat(sum()).isZero();
    }

    @Test
    void shouldKeepAMinuteForFifteen() {
        window.now().incrementAndGet();

        clock.pass(MINUTE.multipliedBy(SlidingWindow.MINUTES).minusMillis(1));
        assertThat(sum()).isEqualTo(1);

        clock.pass(Duration.ofMillis(1));
        assertThat(sum()).isZero();
    }

    @Test
    void shouldForgetOneMinuteAtATime() {
        for (int i = 0; i < 2 * SlidingWindow.MINUTES; i++) {
            window.now().incrementAndGet();
            clock.pass(MINUTE);
        }

        assertThat(sum()).isEqualTo(SlidingWindow.MINUTES - 1); // the minute that has just begun is empty
    }

    /** As time is set right. */
    @Test
    void shouldLeaveOutWhatHasNotBeenYet() {
        window.now().incrementAndGet();
        clock.pass(MINUTE.multipliedBy(-2));
        window.now().incrementAndGet();

        assertThat(sum()).isEqualTo(1);
        clock.pass(MINUTE.multipliedBy(2));
        assertThat(sum()).isEqualTo(2);
    }

    private int sum() {
        return window.contents().stream().mapToInt(AtomicInteger::get).sum();
    }
}
