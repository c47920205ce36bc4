package io.elbowatch.stream.replay;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.testing.TestBroker;
import io.elbowatch.testing.TestStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Ranges of a real topic. Each test has its own topic of two partitions. */
class RangeReaderIT {
    private static final long NOON = 1_700_000_000_000L;
    private static final int COUNT = 20;

    private static TestBroker broker;

    private String topic;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.withoutTopics();
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopic(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName();
        broker.createTopic(topic, 2);
    }

    @Test
    void shouldReadATime() throws Exception {
        sendASecondApart();
        assertThat(offsets(new TopicBounds.Times(OptionalLong.of(NOON + 5000), OptionalLong.of(NOON + 8000))))
                .containsExactlyInAnyOrder("0@5", "0@6", "0@7", "1@5", "1@6", "1@7");
        assertThat(offsets(TopicBounds.since(NOON + 18_500))).containsExactlyInAnyOrder("0@19", "1@19");
        assertThat(offsets(new TopicBounds.Times(OptionalLong.empty(), OptionalLong.of(NOON + 500))))
                .containsExactlyInAnyOrder("0@0", "1@0");
    }

    @Test
    void shouldReadOffsetsOfNamedPartitions() throws Exception {
        sendASecondApart();
        assertThat(offsets(TopicBounds.offsets("0:3-5,1:18-")))
                .containsExactlyInAnyOrder("0@3", "0@4", "0@5", "1@18", "1@19");
        assertThat(offsets(TopicBounds.offsets("1:0-0"))).containsExactly("1@0");
        assertThat(offsets(TopicBounds.offsets("1:19-5000"))).containsExactly("1@19");
    }

    @Test
    void shouldEndWhereTheTopicEndedAtItsStartAndReadAgain() throws Exception {
        sendASecondApart();
        try (RangeReader reader = RangeReader.open(settings(), topic, TopicBounds.ALL)) {
            sendASecondApart();
            assertThat(read(reader)).hasSize(2 * COUNT);
            assertThat(read(reader)).hasSize(2 * COUNT);
            assertThat(reader.fetch(1, 7))
                    .hasValueSatisfying(record -> assertThat(record.name()).isEqualTo(topic + "/1@7"));
            assertThat(reader.gaps()).isEmpty();
        }
    }

    @Test
    void shouldSayNothingOfAnEmptyRange() throws Exception {
        assertThat(offsets(TopicBounds.ALL)).isEmpty();
        sendASecondApart();
        assertThat(offsets(TopicBounds.since(NOON + 3_600_000))).isEmpty();
        assertThat(offsets(TopicBounds.offsets("0:20-"))).isEmpty();
    }

    /** The last records of the range are aborted, and their marker ends it. */
    @Test
    void shouldLeaveOutWhatWasAborted() throws Exception {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "transactional.id", topic, "enable.idempotence", true);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (boolean abort : List.of(true, false, true)) {
                producer.beginTransaction();
                send(producer, 0, 3);
                producer.flush();
                if (abort) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
            assertThat(offsets(TopicBounds.ALL)).containsExactly("0@4", "0@5", "0@6");
            assertThat(offsets(TopicBounds.offsets("0:5-9"))).containsExactly("0@5", "0@6");
            try (RangeReader reader = RangeReader.open(settings(), topic, TopicBounds.ALL)) {
                assertThat(reader.fetch(0, 1)).isEmpty();
            }
            producer.beginTransaction();
            send(producer, 0, 3);
            producer.flush();
            assertThat(offsets(TopicBounds.ALL)).containsExactly("0@4", "0@5", "0@6"); // what is open is no part of it
            producer.abortTransaction();
        }
    }

    @Test
    void shouldReportADeletedBeginning() throws Exception {
        sendASecondApart();
        deleteBefore(12);
        try (RangeReader reader = RangeReader.open(settings(), topic, TopicBounds.offsets("0:4-15"))) {
            assertThat(read(reader)).containsExactly("0@12", "0@13", "0@14", "0@15");
            assertThat(reader.gaps())
                    .containsExactly("8 offsets of partition 0 of " + topic + " are deleted: it begins at 12");
            assertThat(reader.fetch(0, 5)).isEmpty();
        }
        try (RangeReader reader = RangeReader.open(settings(), topic, TopicBounds.since(NOON))) {
            assertThat(read(reader)).contains("0@12", "1@0").doesNotContain("0@11");
            assertThat(reader.gaps())
                    .containsExactly("partition 0 of " + topic
                            + " begins at offset 12, within the range: earlier records may be deleted");
        }
        try (RangeReader reader = RangeReader.open(settings(), topic, TopicBounds.offsets("0:4-9"))) {
            assertThat(read(reader)).isEmpty();
            assertThat(reader.gaps())
                    .containsExactly("6 offsets of partition 0 of " + topic + " are deleted: it begins at 12");
        }
    }

    @Test
    void shouldReportThatRetentionOvertookIt() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = broker.records().producer()) {
            for (int i = 0; i < 100; i++) {
                producer.send(record(0, i)).get(); // one batch each
            }
        }
        TestStream slow =
                stream().kafka("consumer.max.partition.fetch.bytes", 1).kafka("consumer.max.poll.records", 1);
        try (RangeReader reader = RangeReader.open(slow.settings(), topic, TopicBounds.offsets("0:0-94"))) {
            AtomicLong read = new AtomicLong();
            reader.read(
                    record -> {
                        if (read.getAndIncrement() == 0) {
                            deleteBefore(90);
                        }
                    },
                    done -> {});
            assertThat(read).hasValueBetween(6L, 30L);
            assertThat(reader.gaps())
                    .containsExactly((95 - read.get()) + " offsets of partition 0 of " + topic
                            + " were deleted before they were read: retention was faster");
        }
    }

    @Test
    void shouldRefuseWhatDoesNotExist() {
        assertThatThrownBy(() -> RangeReader.open(settings(), "missing", TopicBounds.ALL))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there is no topic missing");
        assertThatThrownBy(() -> RangeReader.open(settings(), topic, TopicBounds.offsets("2:0-")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("has no partition 2, only 2");
    }

    @Test
    void shouldStop() throws Exception {
        sendASecondApart();
        try (RangeReader reader = RangeReader.open(settings(), topic, TopicBounds.ALL)) {
            reader.stop();
            assertThatThrownBy(() -> read(reader))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("stopped before the end");
        }
    }

    private List<String> offsets(TopicBounds bounds) {
        try (RangeReader reader = RangeReader.open(settings(), topic, bounds)) {
            return read(reader);
        }
    }

    private static List<String> read(RangeReader reader) {
        List<String> read = new ArrayList<>();
        AtomicLong progress = new AtomicLong();
        reader.read(
                record -> {
                    assertThat(record.source()).hasValue("camera-" + record.partition());
                    read.add(record.partition() + "@" + record.offset());
                },
                progress::set);
        assertThat(progress).hasValue(reader.offsets());
        return read;
    }

    private void sendASecondApart() {
        try (KafkaProducer<byte[], byte[]> producer = broker.records().producer()) {
            send(producer, 0, COUNT);
            send(producer, 1, COUNT);
        }
    }

    private void send(Producer<byte[], byte[]> producer, int partition, int count) {
        for (int i = 0; i < count; i++) {
            producer.send(record(partition, i));
        }
    }

    private ProducerRecord<byte[], byte[]> record(int partition, int i) {
        return new ProducerRecord<>(
                topic, partition, NOON + i * 1000L, ("camera-" + partition).getBytes(UTF_8), new byte[] {(byte) i});
    }

    private void deleteBefore(long offset) {
        Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
        records.put(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset));
        try (Admin admin = broker.admin()) {
            admin.deleteRecords(records).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private StreamSettings settings() {
        return stream().settings();
    }

    private TestStream stream() {
        return broker.stream("replay");
    }
}
