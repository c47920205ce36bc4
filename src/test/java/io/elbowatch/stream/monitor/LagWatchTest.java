package io.elbowatch.stream.monitor;

import io.elbowatch.stream.monitor.LagWatch.Range;
import io.elbowatch.stream.monitor.StreamReading.Figure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Measures by hand, with a clock set by hand; one image is produced a second. */
class LagWatchTest {
    private static final long BEGIN = 1_800_000_000_000L;

    private final ManualClock clock = new ManualClock();
    private final Topic topic = new Topic();
    private final LagWatch watch = new LagWatch(topic, clock);

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void shouldReportNothingBeforeTheFirstMeasurement() {
        assertThat(watch.now()).isEmpty();
    }

    @Test
    void shouldReportNoLagSecondsWhenAllOfTheLastMeasurementIsCommitted() {
        measure(new Range(90, 100));
        topic.reads = 0;
        clock.pass(LagWatch.INTERVAL);
        measure(new Range(100, 105));

        assertThat(watch.now())
                .containsExactly(
                        new StreamReading(Figure.LAG_IMAGES, "0", 5), new StreamReading(Figure.LAG_SECONDS, "0", 0));
        assertThat(topic.reads).isZero();
    }

    @Test
    void shouldReportTheAgeOfTheOldestUncommittedImage() {
        measure(new Range(20, 100));
        clock.pass(LagWatch.INTERVAL);
        measure(new Range(40, 105));

        assertThat(watch.now())
                .contains(new StreamReading(Figure.LAG_SECONDS, "0", (clock.millis() - topic.producedAt(40)) / 1e3));
    }

    @Test
    void shouldReportNoAgeThatItCannotRead() {
        measure(new Range(20, 100));
        topic.readable = false;
        measure(new Range(20, 105));

        assertThat(watch.now()).extracting(StreamReading::figure).containsExactly(Figure.LAG_IMAGES);
    }

    @Test
    void shouldReportNoMeasurementThatIsTooOld() {
        measure(new Range(100, 100));
        clock.pass(LagWatch.INTERVAL.multipliedBy(3));
        assertThat(watch.now()).isNotEmpty();

        clock.pass(Duration.ofMillis(1));
        assertThat(watch.now()).isEmpty();
    }

    private void measure(Range range) {
        topic.range = range;
        watch.measure();
    }

    private static final class Topic implements LagWatch.Offsets {
        private Range range;
        private boolean readable = true;
        private int reads;

        long producedAt(long offset) {
            return BEGIN - 1_000_000 + 1000 * offset;
        }

        @Override
        public Map<Integer, Range> ranges() {
            return Map.of(0, range);
        }

        @Override
        public OptionalLong timestampMillis(int partition, long offset) {
            reads++;
            return readable ? OptionalLong.of(producedAt(offset)) : OptionalLong.empty();
        }

        @Override
        public void close() {}
    }

    private static final class ManualClock extends Clock {
        private long millis = BEGIN;

        void pass(Duration time) {
            millis += time.toMillis();
        }

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }
}
