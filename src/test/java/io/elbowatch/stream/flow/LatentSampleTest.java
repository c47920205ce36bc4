package io.elbowatch.stream.flow;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LatentSampleTest {
    private final AtomicLong nanoTime = new AtomicLong();

    /** The monotonic clock begins anywhere, and may overflow. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - 1})
    void shouldTakeTheFirstImageOfEvery250Milliseconds(long beginNanos) {
        nanoTime.set(beginNanos);
        LatentSample sample = new LatentSample(nanoTime::get);

        assertThat(sample.isDue()).isTrue();
        assertThat(sample.isDue()).isFalse();
        advance(Duration.ofMillis(249));
        assertThat(sample.isDue()).isFalse();
        advance(Duration.ofMillis(1));
        assertThat(sample.isDue()).isTrue();
    }

    /** 10 ms are a quarter of a percent of 4 s. */
    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 1})
    void shouldWaitLongerAfterASlowInspection(long beginNanos) {
        nanoTime.set(beginNanos);
        LatentSample sample = new LatentSample(nanoTime::get);
        assertThat(sample.isDue()).isTrue();

        sample.spend(Duration.ofMillis(10).toNanos());

        advance(Duration.ofMillis(3_999));
        assertThat(sample.isDue()).isFalse();
        advance(Duration.ofMillis(1));
        assertThat(sample.isDue()).isTrue();
    }

    @Test
    void shouldNotBeDueEarlierAfterAFastInspection() {
        LatentSample sample = new LatentSample(nanoTime::get);
        assertThat(sample.isDue()).isTrue();

        sample.spend(1_000);

        advance(Duration.ofMillis(249));
        assertThat(sample.isDue()).isFalse();
    }

    private void advance(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }
}
