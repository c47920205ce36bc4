package io.elbowatch.stream.flow;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class OutputStampTest {
    private static final long NOW = 1_795_000_000_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private final AtomicInteger moved = new AtomicInteger();
    private final CurrentLimits limits = new CurrentLimits(limits(HOUR), 1 << 20);
    private final OutputStamp stamp = new OutputStamp(limits, Topics.DEFAULT, new ScoringObserver() {
        @Override
        public void timestampMoved() {
            moved.incrementAndGet();
        }
    });

    @Test
    void shouldLeaveARecordThatIsAccepted() {
        ProducerRecord<byte[], byte[]> record = record("scores", NOW);
        assertThat(stamp.on(record, NOW)).isSameAs(record);
        assertThat(moved).hasValue(0);
    }

    @Test
    void shouldMoveTheTimestampAndKeepThatOfTheImageInAHeader() {
        ProducerRecord<byte[], byte[]> record = record("scores", NOW + 2 * HOUR);
        record.headers().add("elbowatch-timestamp", "5".getBytes(UTF_8)).add("trace", new byte[] {1});

        ProducerRecord<byte[], byte[]> stamped = stamp.on(record, NOW);
        assertThat(stamped.timestamp()).isEqualTo(NOW + HOUR - MINUTE);
        assertThat(stamped.partition()).isEqualTo(3);
        assertThat(stamped.key()).isSameAs(record.key());
        assertThat(stamped.value()).isSameAs(record.value());
        assertThat(stamped.headers()).extracting(Header::key).containsExactlyInAnyOrder("trace", "elbowatch-timestamp");
        assertThat(new String(
                        stamped.headers().lastHeader("elbowatch-timestamp").value(), UTF_8))
                .isEqualTo(Long.toString(NOW + 2 * HOUR));
        assertThat(moved).hasValue(1);
    }

    @Test
    void shouldAddNoHeaderToStates() {
        ProducerRecord<byte[], byte[]> stamped = stamp.on(record("elbowatch-sources-changelog", Long.MAX_VALUE), NOW);
        assertThat(stamped.timestamp()).isLessThan(NOW + HOUR);
        assertThat(stamped.headers()).isEmpty();
    }

    @Test
    void shouldNarrowTheWindowOnlyWhereTheLimitsAreAsBefore() {
        limits.readAgain(limits(HOUR), true);
        assertThat(stamp.on(record("scores", Long.MAX_VALUE), NOW).timestamp()).isLessThan(NOW + HOUR / 2);
        limits.readAgain(limits(2 * HOUR), true);
        assertThat(stamp.on(record("scores", Long.MAX_VALUE), NOW).timestamp()).isEqualTo(NOW + 2 * HOUR - MINUTE);
        limits.readAgain(limits(2 * HOUR), false);
        assertThat(stamp.on(record("scores", Long.MAX_VALUE), NOW).timestamp()).isEqualTo(NOW + 2 * HOUR - MINUTE);
    }

    private static OutputLimits limits(long afterMillis) {
        return new OutputLimits(1 << 20, 1 << 20, 1 << 20, new TimestampWindow(Long.MAX_VALUE, afterMillis, 0));
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, long timestamp) {
        return new ProducerRecord<>(topic, 3, timestamp, new byte[] {1}, new byte[] {2});
    }
}
