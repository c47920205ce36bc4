package io.elbowatch.stream.live;

import io.elbowatch.stream.flow.Topics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutputTopicsTest {
    private static final TopicPartition SCORES = new TopicPartition("scores", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final OutputTopics topics = new OutputTopics(Topics.DEFAULT, "kafka:9092", Clock.systemUTC());
    private final List<Output> taken = new ArrayList<>();

    @BeforeEach
    void createTopics() {
        for (String topic : List.of("scores", "anomalies")) {
            consumer.updatePartitions(topic, List.of(new PartitionInfo(topic, 0, null, null, null)));
            consumer.updateBeginningOffsets(Map.of(new TopicPartition(topic, 0), 0L));
            consumer.updateEndOffsets(Map.of(new TopicPartition(topic, 0), 5_000L));
        }
        topics.begin();
    }

    @Test
    void shouldReadTheOtherTopicsWhereOneIsDenied() {
        read();
        consumer.setPollException(new TopicAuthorizationException(Set.of("anomalies")));
        read();
        consumer.addRecord(new ConsumerRecord<>("scores", 0, 5_000, null, null));
        read();

        assertThat(consumer.assignment()).containsExactly(SCORES);
        assertThat(taken).containsExactly(Output.SCORES);
        assertThat(topics.troubles())
                .contains("the topic anomalies may not be read: grant this user the ACLs READ and DESCRIBE on it");
    }

    @Test
    void shouldNameMissingTopics() {
        read();

        assertThat(topics.troubles())
                .contains("there is no topic evidence: create it, or start with --topics-create true")
                .noneMatch(line -> line.contains("scores"));
    }

    @Test
    void shouldBeginALimitedNumberOfOffsetsBeforeTheEnd() {
        read();

        assertThat(consumer.position(SCORES)).isEqualTo(5_000 - Output.SCORES.back(1));
    }

    @Test
    void shouldContinueWithAnotherConsumerWhereTheLastOneEnded() {
        read();
        IntStream.range(0, 3)
                .forEach(i -> consumer.addRecord(new ConsumerRecord<>("scores", 0, 5_000 + i, null, null)));
        read();

        consumer.updateEndOffsets(Map.of(SCORES, 5_003L));
        topics.begin();
        read();

        assertThat(consumer.position(SCORES)).isEqualTo(5_003);
    }

    @Test
    void shouldHaveReadATopicOnceAllIsReadThatWasThere() {
        read();
        assertThat(topics.read()).isEmpty();

        long from = consumer.position(SCORES);
        LongStream.range(from, 5_000)
                .forEach(offset -> consumer.addRecord(new ConsumerRecord<>("scores", 0, offset, null, null)));
        read();

        assertThat(topics.read()).containsExactly(Output.SCORES);
        assertThat(topics.awayMillis()).isZero();
    }

    @Test
    void shouldHaveReadAnEmptyTopicAtOnce() {
        consumer.updateEndOffsets(Map.of(SCORES, 0L));
        read();

        assertThat(topics.read()).containsExactly(Output.SCORES);
    }

    @Test
    void shouldNotHaveReadATopicThatIsDenied() {
        consumer.updateEndOffsets(Map.of(SCORES, 0L));
        read();
        consumer.setPollException(new TopicAuthorizationException(Set.of("scores")));
        read();

        assertThat(topics.read()).doesNotContain(Output.SCORES);
    }

    private void read() {
        topics.read(consumer, (output, record) -> taken.add(output));
    }
}
