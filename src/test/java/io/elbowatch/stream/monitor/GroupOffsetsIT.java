package io.elbowatch.stream.monitor;

import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.access.StreamsProperties;
import io.elbowatch.testing.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The offsets of a topic that was written in transactions, with a real broker. */
class GroupOffsetsIT {
    private static final byte[] IMAGE = {1};
    private static final TopicPartition SOME = new TopicPartition("images", 0);
    private static final TopicPartition NONE = new TopicPartition("images", 1);

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(2);

    @Test
    void shouldKnowWhetherAnImageWaitsBehindTransactionMarkers() {
        StreamSettings settings = broker.stream("offsets").settings();
        try (KafkaProducer<byte[], byte[]> producer = producer();
                GroupOffsets offsets = new GroupOffsets(settings, StreamsProperties.of(settings, 1 << 20))) {
            producer.initTransactions();
            send(producer, NONE, 500, true); // 0, and its marker 1
            send(producer, NONE, 600, false);
            send(producer, SOME, 1_000, true);
            send(producer, SOME, 2_000, false); // 2, and its marker 3
            send(producer, SOME, 3_000, true);

            Map<TopicPartition, LagWatch.Range> ranges = offsets.ranges(List.of(SOME, NONE));
            assertThat(ranges).isEqualTo(Map.of(SOME, new LagWatch.Range(0, 0, 6), NONE, new LagWatch.Range(0, 0, 4)));
            awaitProduced(offsets, ranges, Map.of(SOME, OptionalLong.of(1_000), NONE, OptionalLong.of(500)));
            awaitProduced(
                    offsets,
                    Map.of(SOME, new LagWatch.Range(0, 1, 6), NONE, new LagWatch.Range(0, 1, 4)),
                    Map.of(SOME, OptionalLong.of(3_000), NONE, OptionalLong.empty()));
        }
    }

    /** A slow machine may not read all of it in the first seconds. */
    private static void awaitProduced(
            GroupOffsets offsets,
            Map<TopicPartition, LagWatch.Range> ranges,
            Map<TopicPartition, OptionalLong> expected) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(offsets.produced(ranges)).isEqualTo(expected));
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "camera"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void send(
            KafkaProducer<byte[], byte[]> producer, TopicPartition partition, long millis, boolean commit) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), millis, IMAGE, IMAGE));
        producer.flush();
        if (commit) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }
}
