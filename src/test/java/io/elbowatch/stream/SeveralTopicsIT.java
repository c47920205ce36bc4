package io.elbowatch.stream;

import io.elbowatch.stream.flow.LossReason;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.monitor.StreamReading;
import io.elbowatch.stream.monitor.StreamReading.Figure;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import io.elbowatch.testing.TestStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two input topics of different sizes with a real broker: results, lag and lost images of each. */
class SeveralTopicsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Topics TOPICS = Topics.DEFAULT.withInputs(List.of("images", "line-2"));
    private static final byte[] IMAGE = {1, 2, 3, 4};

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(1);

    private final Records records = broker.records();
    private final Map<LossReason, Long> lost = new ConcurrentHashMap<>();

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void shouldScoreBothTopicsAndCountLagAndLossOfEach(String protocol) throws Exception {
        broker.createTopic("line-2", 3);
        try (ScoringApplication application = stream(protocol).start()) {
            send("images", 20);
            send("line-2", 30);
            awaitScores(Map.of("images", 20L, "line-2", 30L));
            await().atMost(TIMEOUT)
                    .until(() -> lags(application).equals("images-0=0 line-2-0=0 line-2-1=0 line-2-2=0"));
            assertThat(application.endedBy()).isEmpty();
        }
        int partition = records.readAll(List.of("line-2")).get(0).partition(); // one key
        send("line-2", 40);
        send("images", 5);
        deleteBefore(new TopicPartition("line-2", partition), 65);

        try (ScoringApplication application = stream(protocol).start()) {
            awaitScores(Map.of("images", 25L, "line-2", 35L));
            await().atMost(TIMEOUT)
                    .until(() -> Map.of(LossReason.RETENTION, 35L).equals(lost));
            assertThat(application.endedBy()).isEmpty();
        }
    }

    private String lags(ScoringApplication application) {
        return application.readings().stream()
                .filter(reading -> reading.figure() == Figure.LAG_IMAGES)
                .map(SeveralTopicsIT::lag)
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static String lag(StreamReading reading) {
        return reading.topic() + "-" + reading.of() + "=" + (long) reading.value();
    }

    private void send(String topic, int images) {
        records.send(topic, "camera", Collections.nCopies(images, IMAGE));
    }

    private void awaitScores(Map<String, Long> byTopic) {
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(scoresByTopic()).isEqualTo(byTopic));
    }

    private Map<String, Long> scoresByTopic() {
        return records.readJson("scores").stream()
                .collect(Collectors.groupingBy(
                        score -> score.at("/image/topic").asText(), TreeMap::new, Collectors.counting()));
    }

    private void deleteBefore(TopicPartition partition, long offset) throws ExecutionException, InterruptedException {
        try (Admin admin = broker.admin()) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    private TestStream stream(String protocol) {
        return broker.stream("several")
                .over(TOPICS)
                .kafka("group.protocol", protocol)
                .seenBy(new ScoringObserver() {
                    @Override
                    public void lost(LossReason reason, long images) {
                        lost.merge(reason, images, Long::sum);
                    }
                });
    }
}
