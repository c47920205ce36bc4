package io.elbowatch.stream;

import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.LossReason;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import io.elbowatch.testing.TestStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Images that are deleted before they are scored, with a real broker: every one of them is counted, once. */
class LostImagesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final TopicPartition IMAGES = new TopicPartition("images", 0);
    private static final byte[] IMAGE = {1, 2, 3, 4};

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(1);

    private final Records records = broker.records();
    private final Map<LossReason, Long> lost = new ConcurrentHashMap<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void release() {
        released.countDown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void shouldCountWhatRetentionDeletedWhileItWasDown(String protocol) throws Exception {
        try (ScoringApplication application =
                stream().kafka("group.protocol", protocol).start()) {
            send(5);
            awaitScores(5);
            assertThat(application.endedBy()).isEmpty();
        }
        send(300);
        deleteBefore(305);

        try (ScoringApplication application =
                stream().kafka("group.protocol", protocol).start()) {
            await().atMost(TIMEOUT).until(() -> lost(LossReason.RETENTION) == 300);
            send(7);
            awaitScores(12);
            assertThat(application.endedBy()).isEmpty();
        }
        try (ScoringApplication application =
                stream().kafka("group.protocol", protocol).start()) {
            send(1);
            awaitScores(13);
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(lost).isEqualTo(Map.of(LossReason.RETENTION, 300L));
    }

    @Test
    void shouldCountWhatRetentionDeletesAheadOfARunningStream() throws Exception {
        FakeModel model = new FakeModel();
        try (ScoringApplication application = stream()
                .of(model)
                .in(new BatchLimits(1, 1 << 20, Duration.ofMillis(20)))
                .kafka("consumer.max.partition.fetch.bytes", 1)
                .kafka("consumer.fetch.max.bytes", 1)
                .kafka("transaction.timeout.ms", 600_000)
                .start()) {
            CountDownLatch waiting = new CountDownLatch(1);
            model.failingOn(image -> {
                waiting.countDown();
                awaitRelease();
                return false;
            });
            sendOneByOne(100);
            waiting.await();
            deleteBefore(90);
            released.countDown();

            await().atMost(TIMEOUT).until(() -> scores() + lost(LossReason.RETENTION) >= 100);
            assertThat(lost(LossReason.RETENTION)).isPositive();
            assertThat(scores()).isGreaterThanOrEqualTo(10);
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(scores() + lost(LossReason.RETENTION)).isEqualTo(100);
    }

    /** The next offset of the old topic is a valid one of the new topic. */
    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void shouldScoreTheFirstImagesOfATopicThatIsMadeAnew(String protocol) throws Exception {
        try (ScoringApplication application =
                stream().kafka("group.protocol", protocol).start()) {
            send(20);
            awaitScores(20);
            recreate();
            send(200);
            awaitScores(220);
            send(1);
            awaitScores(221);
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void shouldScoreTheFirstImagesOfATopicThatIsMadeAnewWhileItIsDown() throws Exception {
        try (ScoringApplication application = stream().start()) {
            send(20);
            awaitScores(20);
            assertThat(application.endedBy()).isEmpty();
        }
        recreate();
        send(200);
        try (ScoringApplication application = stream().start()) {
            awaitScores(220);
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(lost).isEmpty();
    }

    /** Kafka deletes the offsets of a deleted topic, but the rebalance that follows may commit them once more. */
    @ParameterizedTest
    @CsvSource({"classic, EXACTLY_ONCE_V2", "streams, EXACTLY_ONCE_V2", "classic, AT_LEAST_ONCE"})
    void shouldNotTakeAnOffsetOfTheTopicBeforeForOneOfTheNewTopic(String protocol, Guarantee guarantee)
            throws Exception {
        TestStream stream = stream().kafka("group.protocol", protocol).guaranteeing(guarantee);
        // The partition has a higher leader epoch than the new one will have.
        broker.stop();
        broker.restart();
        try (ScoringApplication application = stream.start()) {
            send(20);
            awaitScores(20);
            assertThat(application.endedBy()).isEmpty();
        }
        try (Admin admin = broker.admin()) {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets("lost")
                    .partitionsToOffsetAndMetadata()
                    .get();
            recreate();
            send(40);
            admin.alterConsumerGroupOffsets("lost", committed).all().get();
            assertThat(admin.listConsumerGroupOffsets("lost")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .isEqualTo(committed);
        }
        try (ScoringApplication application = stream.start()) {
            awaitScores(60);
            assertThat(application.endedBy()).isEmpty();
        }
        try (ScoringApplication application = stream.start()) {
            send(1);
            awaitScores(61);
            assertThat(application.endedBy()).isEmpty();
        }
    }

    /** The end of a transaction has an offset too, so that the committed one lies behind the last image by two. */
    @Test
    void shouldNotScoreTwiceWhatIsSentInATransactionToATopicThatIsMadeAnew() throws Exception {
        try (ScoringApplication application = stream().start()) {
            send(20);
            awaitScores(20);
            recreate();
            sendInATransaction(3);
            awaitScores(23);
            assertThat(application.endedBy()).isEmpty();
        }
        try (ScoringApplication application = stream().start()) {
            send(1);
            awaitScores(24);
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(scores()).isEqualTo(24);
    }

    private void sendInATransaction(int images) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "camera"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < images; i++) {
                producer.send(new ProducerRecord<>("images", IMAGE, IMAGE));
            }
            producer.commitTransaction();
        }
    }

    @Test
    void shouldCountWhatWaitedInATopicThatIsMadeAnew() throws Exception {
        FakeModel model = new FakeModel();
        try (ScoringApplication application = stream()
                .of(model)
                .kafka("max.poll.records", 10)
                .kafka("buffered.records.per.partition", 10)
                .kafka("consumer.max.partition.fetch.bytes", 1)
                .kafka("consumer.fetch.max.bytes", 1)
                .kafka("transaction.timeout.ms", 600_000)
                .start()) {
            send(5);
            awaitScores(5);
            model.failingOn(image -> {
                awaitRelease();
                return false;
            });
            sendOneByOne(40);
            await().atMost(TIMEOUT).until(() -> application.readings().stream().anyMatch(r -> r.value() == 40));
            recreate();
            released.countDown();
            send(30);
            await().atMost(TIMEOUT).until(() -> scores() + lost(LossReason.RECREATED) >= 75);
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(lost(LossReason.RECREATED)).isPositive();
        assertThat(scores() + lost(LossReason.RECREATED)).isEqualTo(75);
    }

    private long lost(LossReason reason) {
        return lost.getOrDefault(reason, 0L);
    }

    private void send(int images) {
        records.send("images", "camera", Collections.nCopies(images, IMAGE));
    }

    /** Each in a batch of its own, so that a fetch gets one. */
    private void sendOneByOne(int images) throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = records.producer()) {
            for (int i = 0; i < images; i++) {
                Future<?> sent = producer.send(new ProducerRecord<>("images", IMAGE, IMAGE));
                sent.get();
            }
        }
    }

    private int scores() {
        return records.readAll(List.of("scores")).size();
    }

    private void awaitScores(int count) {
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(scores()).isGreaterThanOrEqualTo(count));
        assertThat(scores()).isEqualTo(count);
    }

    private void deleteBefore(long offset) throws ExecutionException, InterruptedException {
        try (Admin admin = broker.admin()) {
            admin.deleteRecords(Map.of(IMAGES, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    private void recreate() throws ExecutionException, InterruptedException {
        broker.recreateTopic("images", 1);
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TestStream stream() {
        return broker.stream("lost")
                .replacingThreads(new RestartLimits(8, Duration.ofMinutes(1)))
                .seenBy(new ScoringObserver() {
                    @Override
                    public void lost(LossReason reason, long images) {
                        lost.merge(reason, images, Long::sum);
                    }
                });
    }
}
