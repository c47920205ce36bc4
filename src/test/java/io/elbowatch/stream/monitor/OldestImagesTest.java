package io.elbowatch.stream.monitor;

import io.elbowatch.stream.monitor.LagWatch.Range;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

/** A poll returns what is prepared for it, or waits for all of its time. */
class OldestImagesTest {
    private static final TopicPartition IMAGES = new TopicPartition("images", 0);
    private static final TopicPartition OTHERS = new TopicPartition("images", 1);

    private final Queue<ConsumerRecords<byte[], byte[]>> polls = new ArrayDeque<>();
    private long nanos = Long.MAX_VALUE - 5; // may overflow

    private final OldestImages oldest = new OldestImages(
            new MockConsumer<>("earliest") {
                @Override
                public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                    if (!polls.isEmpty()) {
                        return polls.remove();
                    }
                    nanos += timeout.toNanos();
                    return ConsumerRecords.empty();
                }
            },
            () -> nanos);

    @Test
    void shouldReadOneImageOfEachPartition() {
        polls.add(image(IMAGES, 7, 1_000));
        polls.add(image(OTHERS, 3, 2_000));

        assertThat(oldest.produced(Map.of(IMAGES, new Range(0, 7, 9), OTHERS, new Range(0, 3, 5))))
                .isEqualTo(Map.of(IMAGES, OptionalLong.of(1_000), OTHERS, OptionalLong.of(2_000)));
    }

    @Test
    void shouldReadTheImageBehindTransactionMarkers() {
        polls.add(markers(IMAGES, 8));
        polls.add(markers(IMAGES, 9));
        polls.add(image(IMAGES, 9, 1_000));

        assertThat(oldest.produced(Map.of(IMAGES, new Range(0, 7, 12))))
                .isEqualTo(Map.of(IMAGES, OptionalLong.of(1_000)));
    }

    @Test
    void shouldNotWaitForAnImageWhereOnlyTransactionMarkersAreLeft() {
        long begun = nanos;
        polls.add(markers(IMAGES, 8));
        polls.add(markers(IMAGES, 9));

        assertThat(oldest.produced(Map.of(IMAGES, new Range(0, 7, 9)))).isEqualTo(Map.of(IMAGES, OptionalLong.empty()));
        assertThat(nanos).isEqualTo(begun);
    }

    @Test
    void shouldNotKnowATimeThatIsNegative() {
        polls.add(image(IMAGES, 7, -1));

        assertThat(oldest.produced(Map.of(IMAGES, new Range(0, 7, 9)))).isEmpty();
    }

    @Test
    void shouldWaitForAllPartitionsTogether() {
        long begun = nanos;
        Map<TopicPartition, Range> ranges = IntStream.range(0, 100)
                .boxed()
                .collect(toMap(partition -> new TopicPartition("images", partition), partition -> new Range(0, 7, 9)));
        polls.add(image(IMAGES, 7, 1_000));

        assertThat(oldest.produced(ranges)).isEqualTo(Map.of(IMAGES, OptionalLong.of(1_000)));
        assertThat(nanos - begun).isEqualTo(OldestImages.TIMEOUT.toNanos());
    }

    private static ConsumerRecords<byte[], byte[]> markers(TopicPartition partition, long next) {
        return new ConsumerRecords<>(Map.of(), Map.of(partition, new OffsetAndMetadata(next)));
    }

    private static ConsumerRecords<byte[], byte[]> image(TopicPartition partition, long offset, long millis) {
        ConsumerRecord<byte[], byte[]> image = new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                millis,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
        return new ConsumerRecords<>(
                Map.of(partition, List.of(image)), Map.of(partition, new OffsetAndMetadata(offset + 1)));
    }
}
