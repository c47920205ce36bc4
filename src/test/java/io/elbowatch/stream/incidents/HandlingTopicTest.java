package io.elbowatch.stream.incidents;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.source.HandlingAct;
import io.elbowatch.stream.access.TopicFollower;
import io.elbowatch.stream.control.TopicWriter;
import io.elbowatch.stream.wire.HandlingJson;
import io.elbowatch.stream.wire.HandlingRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What people do with incidents, written to its topic and followed there. */
class HandlingTopicTest {
    private static final String TOPIC = "incident-handling";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final String ID = "images-2-1017-anomalies";
    private static final HandlingRecord RECORD =
            new HandlingRecord(ID, HandlingAct.ACKNOWLEDGED, Optional.empty(), "anna", 5, Optional.empty());

    @Test
    void shouldWriteUnderTheKeyOfTheAct() {
        MockProducer<byte[], byte[]> producer = producer(true);
        try (HandlingWriter writer = new HandlingWriter(new TopicWriter(() -> producer, TOPIC, "broker:9092"))) {
            writer.write(RECORD);
            writer.withdraw(ID, HandlingAct.ACKNOWLEDGED);
        }

        List<ProducerRecord<byte[], byte[]>> sent = producer.history();
        assertThat(sent).extracting(ProducerRecord::topic).containsOnly(TOPIC);
        assertThat(sent).extracting(record -> new String(record.key(), UTF_8)).containsOnly(ID + "/acknowledged");
        assertThat(sent.get(0).value()).isEqualTo(HandlingJson.write(RECORD));
        assertThat(sent.get(1).value()).isNull();
        assertThat(producer.closed()).isTrue();
    }

    @Test
    void shouldSayWhyARecordIsNotWritten() {
        MockProducer<byte[], byte[]> producer = producer(true);
        producer.sendException = new TopicAuthorizationException(Set.of(TOPIC));
        try (HandlingWriter writer = new HandlingWriter(new TopicWriter(() -> producer, TOPIC, "broker:9092"))) {
            assertThatThrownBy(() -> writer.write(RECORD))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining(TOPIC);
        }
    }

    @Test
    void shouldRefuseToWriteOnceClosed() {
        HandlingWriter writer = new HandlingWriter(new TopicWriter(() -> producer(true), TOPIC, "broker:9092"));
        writer.close();

        assertThatThrownBy(() -> writer.write(RECORD)).isInstanceOf(Refusal.class);
    }

    @Test
    void shouldFollowTheTopicFromItsBeginning() {
        HandledIncidents handled = new HandledIncidents();
        MockConsumer<byte[], byte[]> consumer = consumer();
        consumer.schedulePollTask(() -> consumer.addRecord(record(0, HandlingJson.write(RECORD))));
        try (TopicFollower follower = new TopicFollower(() -> consumer, TOPIC, handled::take)) {
            await().until(() -> handled.among(Set.of(ID)) == 1);
            consumer.schedulePollTask(() -> consumer.addRecord(record(1, null)));
            await().until(() -> handled.among(Set.of(ID)) == 0);
            assertThat(follower).isNotNull();
        }
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldEndWhileNothingCanBeRead() {
        AtomicInteger asked = new AtomicInteger();
        TopicFollower follower = new TopicFollower(
                () -> {
                    asked.incrementAndGet();
                    throw new TopicAuthorizationException(Set.of(TOPIC));
                },
                TOPIC,
                new HandledIncidents()::take);
        await().until(() -> asked.get() > 0);

        follower.close();

        assertThat(asked).hasValueLessThan(3);
    }

    private static MockProducer<byte[], byte[]> producer(boolean completes) {
        return new MockProducer<>(completes, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static MockConsumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
        return consumer;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
        return new ConsumerRecord<>(TOPIC, 0, offset, RECORD.key().getBytes(UTF_8), value);
    }
}
