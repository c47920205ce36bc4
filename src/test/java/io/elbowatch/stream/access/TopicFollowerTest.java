package io.elbowatch.stream.access;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TopicFollowerTest {
    private static final TopicPartition PARTITION = new TopicPartition("feedback", 0);

    private final Deque<MockConsumer<byte[], byte[]>> consumers = new ArrayDeque<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    @Test
    void shouldReadAllAndThenFollow() {
        MockConsumer<byte[], byte[]> consumer = consumer(2);
        schedule(consumer, 0, "a");
        schedule(consumer, 1, "b");

        try (TopicFollower follower = start()) {
            await().until(follower::isCaughtUp);
            schedule(consumer, 2, "c");
            await().untilAsserted(() -> assertThat(taken).containsExactly("a", "b", "c"));
        }
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldGoOnWhereItWasAfterAFailure() {
        MockConsumer<byte[], byte[]> failing = consumer(1);
        schedule(failing, 0, "a");
        failing.schedulePollTask(() -> failing.setPollException(new KafkaException("gone")));
        MockConsumer<byte[], byte[]> second = consumer(2);
        schedule(second, 0, "a");
        schedule(second, 1, "b");

        try (TopicFollower follower = start()) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(taken).containsExactly("a", "b"));
            assertThat(follower.isCaughtUp()).isTrue();
        }
    }

    @Test
    void shouldNotReadTheOtherPartitionsAgainWhereRetentionOvertookOne() {
        TopicPartition other = new TopicPartition("feedback", 1);
        MockConsumer<byte[], byte[]> consumer = consumer(1);
        consumer.updatePartitions(
                "feedback",
                List.of(
                        new PartitionInfo("feedback", 0, null, null, null),
                        new PartitionInfo("feedback", 1, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(other, 0L));
        consumer.updateEndOffsets(Map.of(other, 1L));
        schedule(consumer, PARTITION, 0, "a");
        schedule(consumer, other, 0, "b");
        consumer.schedulePollTask(() -> {
            consumer.updateBeginningOffsets(Map.of(PARTITION, 5L));
            consumer.setPollException(new OffsetOutOfRangeException(Map.of(PARTITION, 1L)));
        });
        schedule(consumer, other, 1, "c");
        schedule(consumer, PARTITION, 5, "d");

        try (TopicFollower follower = start()) {
            await().untilAsserted(() -> assertThat(taken).hasSizeGreaterThanOrEqualTo(4));
            assertThat(follower.isCaughtUp()).isTrue();
        }
        assertThat(taken).containsExactly("a", "b", "c", "d");
    }

    private TopicFollower start() {
        return new TopicFollower(
                consumers::removeFirst, "feedback", (key, value) -> taken.add(new String(value, UTF_8)));
    }

    private MockConsumer<byte[], byte[]> consumer(long end) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
        consumer.updatePartitions("feedback", List.of(new PartitionInfo("feedback", 0, null, null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        consumers.addLast(consumer);
        return consumer;
    }

    private static void schedule(MockConsumer<byte[], byte[]> consumer, long offset, String value) {
        schedule(consumer, PARTITION, offset, value);
    }

    private static void schedule(
            MockConsumer<byte[], byte[]> consumer, TopicPartition partition, long offset, String value) {
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(
                partition.topic(), partition.partition(), offset, new byte[0], value.getBytes(UTF_8))));
    }
}
