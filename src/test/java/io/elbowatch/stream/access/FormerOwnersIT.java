package io.elbowatch.stream.access;

import io.elbowatch.stream.flow.Topics;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.TestBroker;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class FormerOwnersIT {
    private static final String CHANGELOG = "app-sources-changelog";

    @AutoClose
    private final TestBroker broker = TestBroker.withoutTopics();

    @AutoClose
    private final Admin admin = broker.admin();

    @BeforeEach
    void createTopics() {
        broker.createTopic(CHANGELOG, 2);
    }

    @Test
    void shouldEndAtOnceWhatTheFormerOwnerOfAPartitionHasLeftOpen() throws Exception {
        try (KafkaProducer<byte[], byte[]> former = open("app-1-1", 0);
                FormerOwners owners = owners()) {
            owners.onRestoreStart(new TopicPartition(CHANGELOG, 0), "sources", 0, 1);

            awaitNoneOpenOn(0);
            assertThatThrownBy(former::commitTransaction).isInstanceOf(KafkaException.class);
        }
    }

    @Test
    void shouldLeaveOwnersOfOtherPartitionsAndOtherApplicationsAlone() throws Exception {
        try (KafkaProducer<byte[], byte[]> former = open("app-1-1", 0);
                KafkaProducer<byte[], byte[]> owner = open("app-2-1", 1);
                KafkaProducer<byte[], byte[]> foreign = open("other-1", 0);
                FormerOwners owners = owners()) {
            owners.onRestoreStart(new TopicPartition(CHANGELOG, 0), "sources", 0, 1);

            patiently().until(() -> isFenced(former));
            awaitFurtherOne(owners);
            assertThatCode(owner::commitTransaction).doesNotThrowAnyException();
            assertThatCode(foreign::commitTransaction).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldLeaveProducersOfThisProcessAlone() throws Exception {
        try (KafkaProducer<byte[], byte[]> former = open("app-1-1", 0);
                KafkaProducer<byte[], byte[]> own = open("app-2-1", 0);
                FormerOwners owners = owners("app-2-1"::equals)) {
            owners.onRestoreStart(new TopicPartition(CHANGELOG, 0), "sources", 0, 1);

            patiently().until(() -> isFenced(former));
            awaitFurtherOne(owners);
            assertThatCode(own::commitTransaction).doesNotThrowAnyException();
        }
    }

    private FormerOwners owners() {
        return owners(id -> false);
    }

    private FormerOwners owners(Predicate<String> isOwn) {
        StreamSettings settings = new StreamSettings(
                "app",
                Flows.of(Topics.DEFAULT, Flows.UNTIL_COMMIT),
                false,
                1,
                Guarantee.EXACTLY_ONCE_V2,
                new RestartLimits(1, Duration.ofMinutes(1)),
                Map.of("bootstrap.servers", broker.bootstrapServers()));
        return new FormerOwners(settings, StreamsProperties.of(settings, 1 << 20), isOwn);
    }

    /** A producer with an open transaction that wrote to a partition of the changelog. */
    private KafkaProducer<byte[], byte[]> open(String id, int partition) throws Exception {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(CHANGELOG, partition, new byte[1], new byte[1]))
                .get();
        return producer;
    }

    /** Transactions are ended in no order: after a further call has done its work, the first one has done all of it. */
    private void awaitFurtherOne(FormerOwners owners) throws Exception {
        try (KafkaProducer<byte[], byte[]> further = open("app-3-1", 0)) {
            owners.onRestoreStart(new TopicPartition(CHANGELOG, 0), "sources", 0, 1);
            patiently().until(() -> isFenced(further));
        }
    }

    private void awaitNoneOpenOn(int partition) {
        patiently()
                .until(() -> end(partition, IsolationLevel.READ_COMMITTED) > 0
                        && end(partition, IsolationLevel.READ_COMMITTED)
                                == end(partition, IsolationLevel.READ_UNCOMMITTED));
    }

    /** Shorter than a transaction may last: the broker ends it then by itself. */
    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(30));
    }

    private long end(int partition, IsolationLevel level) throws Exception {
        TopicPartition changelog = new TopicPartition(CHANGELOG, partition);
        return admin.listOffsets(Map.of(changelog, OffsetSpec.latest()), new ListOffsetsOptions(level))
                .partitionResult(changelog)
                .get()
                .offset();
    }

    private static boolean isFenced(KafkaProducer<byte[], byte[]> producer) {
        try {
            producer.send(new ProducerRecord<>(CHANGELOG, 0, new byte[1], new byte[1]))
                    .get();
            return false;
        } catch (Exception e) {
            return true;
        }
    }
}
