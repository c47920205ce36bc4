package io.elbowatch.stream;

import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.monitor.StreamReading;
import io.elbowatch.stream.monitor.StreamReading.Figure;
import io.elbowatch.stream.monitor.StreamStatus;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What happens to a running stream when topics and brokers change, with a real broker. */
class ClusterChangesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(80);
    private static final byte[] IMAGE = {1, 2, 3, 4};

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(2);

    private final Records records = broker.records();

    @Test
    void shouldReadPartitionsThatAreAddedWhileItRuns() throws Exception {
        try (ScoringApplication application = broker.stream("added")
                // A rebalance may come before the next measurement.
                .replacingThreads(new RestartLimits(8, Duration.ofMinutes(1)))
                .kafka("metadata.max.age.ms", 15_000)
                .start()) {
            send(5);
            awaitScores(5);
            try (Admin admin = broker.admin()) {
                admin.createPartitions(Map.of("images", NewPartitions.increaseTo(4)))
                        .all()
                        .get();
            }
            sendTo(3, 200);
            await().atMost(TIMEOUT).until(() -> lagOf(application, "3") > 0);
            awaitScores(205);
            await().atMost(TIMEOUT).until(() -> lagOf(application, "3") == 0);
            assertThat(application.endedBy()).isEmpty();
        }
    }

    @Test
    void shouldNotBeReadyWhileATopicIsGone() throws Exception {
        try (ScoringApplication application = broker.stream("gone").start()) {
            await().atMost(TIMEOUT).until(() -> application.status().ready());
            try (Admin admin = broker.admin()) {
                admin.deleteTopics(List.of("scores")).all().get();
            }
            await().atMost(TIMEOUT).until(() -> !application.status().ready());
            StreamStatus status = application.status();
            assertThat(status.live()).isTrue();
            assertThat(status.detail().get("reason")).startsWith("topic scores is gone");

            broker.createTopic("scores", 2);
            await().atMost(TIMEOUT).until(() -> application.status().ready());
            send(5);
            awaitScores(5);
            assertThat(application.endedBy()).isEmpty();
        }
    }

    @Test
    void shouldStayLiveWithoutBrokersAndNotBeReady() {
        try (ScoringApplication application = broker.stream("away")
                .replacingThreads(new RestartLimits(5, Duration.ofMinutes(1)))
                // What made a stream without brokers look stuck.
                .kafka("max.poll.interval.ms", 4_000)
                .start()) {
            send(5);
            awaitScores(5);
            await().atMost(TIMEOUT).until(() -> application.status().ready());
            broker.stop();
            await().atMost(TIMEOUT).until(() -> {
                StreamStatus status = application.status();
                assertThat(status.live()).isTrue();
                return !status.ready()
                        && status.detail().getOrDefault("reason", "").startsWith("no broker has answered for ");
            });
            broker.restart();
            await().atMost(TIMEOUT).until(() -> application.status().ready());
            send(5);
            awaitScores(10);
            assertThat(application.endedBy()).isEmpty();
        }
    }

    private static double lagOf(ScoringApplication application, String partition) {
        return application.readings().stream()
                .filter(reading ->
                        reading.figure() == Figure.LAG_IMAGES && reading.of().equals(partition))
                .mapToDouble(StreamReading::value)
                .findFirst()
                .orElse(-1);
    }

    private void send(int images) {
        records.send("images", "camera", Collections.nCopies(images, IMAGE));
    }

    private void sendTo(int partition, int images) throws ExecutionException, InterruptedException {
        // A producer keeps for minutes what it was told of a topic.
        try (Admin admin = broker.admin()) {
            await().atMost(TIMEOUT)
                    .until(() -> admin.describeTopics(List.of("images"))
                                    .allTopicNames()
                                    .get()
                                    .get("images")
                                    .partitions()
                                    .size()
                            > partition);
        }
        try (KafkaProducer<byte[], byte[]> producer = records.producer()) {
            for (int i = 0; i < images; i++) {
                producer.send(new ProducerRecord<>("images", partition, IMAGE, IMAGE));
            }
        }
    }

    private void awaitScores(int count) {
        await().atMost(TIMEOUT).until(() -> records.readAll(List.of("scores")).size() >= count);
        assertThat(records.readAll(List.of("scores"))).hasSize(count);
    }
}
