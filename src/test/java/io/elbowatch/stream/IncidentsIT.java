package io.elbowatch.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import io.elbowatch.testing.TestStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The states of sources across restarts and added partitions, with a real broker. */
class IncidentsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration NEVER = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final byte[] NORMAL = {100, 100, 100, 100};
    private static final byte[] BAD = {(byte) 250, (byte) 250, (byte) 250, (byte) 250};
    private static final String CHANGELOG = "incidents-it-sources-changelog";

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(2);

    private final Records records = broker.records();
    private int sent;

    @Test
    void shouldKeepAnIncidentOverARestartInItsMiddle() {
        try (ScoringApplication application = start(SOON)) {
            send("camera-1", NORMAL, 5);
            send("camera-1", BAD, 4);
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(incidents()).isEmpty();
        try (ScoringApplication application = start(SOON)) {
            send("camera-1", BAD, 30);
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(incidents()).hasSize(1);
        try (ScoringApplication application = start(SOON)) {
            send("camera-1", BAD, 30);
            send("camera-1", NORMAL, 400);
            assertThat(application.endedBy()).isEmpty();
        }

        List<JsonNode> incidents = incidents();
        assertThat(incidents)
                .extracting(incident -> incident.at("/event").asText())
                .containsExactly("opened", "closed");
        assertThat(incidents.get(0).at("/images").asInt()).isGreaterThan(4);
        assertThat(incidents.get(1).at("/anomalous").asInt()).isEqualTo(64);
        assertThat(incidents.get(1).at("/id")).isEqualTo(incidents.get(0).at("/id"));
    }

    /** Only the commit makes the batch leave. The state must not wait for the next commit, which may never come. */
    @Test
    void shouldCommitTheStateOfAnImageTogetherWithItsOffset() {
        try (ScoringApplication application = start(NEVER)) {
            send("camera-1", NORMAL, 3);
            assertThat(records.readAll(List.of(CHANGELOG))).isNotEmpty();
            assertThat(application.endedBy()).isEmpty();
        }
    }

    /** No image comes that would ask for a commit, and the commit interval of Kafka Streams is minutes long. */
    @Test
    void shouldReportASilenceAtOnce() {
        IncidentSettings soonSilent = new IncidentSettings(
                IncidentSettings.DEFAULT.falseAlarmImages(),
                Duration.ofSeconds(1),
                IncidentSettings.DEFAULT.forget(),
                IncidentSettings.DEFAULT.maxSources());
        try (ScoringApplication application = stream(SOON)
                .watching(soonSilent)
                .kafka("transaction.timeout.ms", 900_000)
                .start()) {
            // Three images with pauses: a key that came once is no source.
            for (int image = 0; image < 3; image++) {
                long before = System.currentTimeMillis();
                await().until(() -> System.currentTimeMillis() > before + 100);
                send("camera-1", NORMAL, 1);
            }
            await().atMost(TIMEOUT).until(() -> incidents().size() == 1);
            assertThat(incidents().get(0).at("/kind").asText()).isEqualTo("silence");
            assertThat(application.endedBy()).isEmpty();
        }
    }

    @Test
    void shouldGoOnWithMorePartitions() {
        try (ScoringApplication application = start(SOON)) {
            send("camera-1", NORMAL, 5);
            send("camera-2", NORMAL, 5);
            assertThat(application.endedBy()).isEmpty();
        }
        raisePartitions(4);
        try (ScoringApplication application = start(SOON)) {
            for (int camera = 1; camera <= 8; camera++) {
                send("camera-" + camera, BAD, 20);
            }
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(incidents())
                .extracting(incident -> incident.at("/source").asText())
                .containsExactlyInAnyOrder(
                        "camera-1", "camera-2", "camera-3", "camera-4", "camera-5", "camera-6", "camera-7", "camera-8");
    }

    /** Kafka Streams mostly notices the partitions before their states have room: its threads die and are replaced. */
    @Test
    void shouldGoOnWhenPartitionsAreAddedWhileItRuns() {
        try (ScoringApplication application = stream(SOON)
                .replacingThreads(new RestartLimits(8, Duration.ofMinutes(1)))
                .start()) {
            send("camera-1", NORMAL, 5);
            raisePartitions(4);
            for (int camera = 1; camera <= 8; camera++) {
                send("camera-" + camera, BAD, 20);
            }
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(incidents()).hasSize(8);
    }

    @Test
    void shouldRefuseStatesOfMorePartitionsThanThereAre() {
        broker.createTopic(CHANGELOG, 3);
        assertThatThrownBy(() -> start(SOON))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.remedy()).contains("delete the topic " + CHANGELOG))
                .hasMessageContaining("has 2 partitions")
                .hasMessageContaining("are of 3");
    }

    private void send(String key, byte[] image, int count) {
        records.send("images", key, Collections.nCopies(count, image));
        sent += count;
        await().atMost(TIMEOUT).until(() -> records.readAll(List.of("scores")).size() >= sent);
    }

    private List<JsonNode> incidents() {
        return records.readJson("incidents");
    }

    private void raisePartitions(int partitions) {
        try (Admin admin = broker.admin()) {
            admin.createPartitions(Map.of("images", NewPartitions.increaseTo(partitions)));
            await().until(() -> admin.describeTopics(List.of("images"))
                            .allTopicNames()
                            .get()
                            .get("images")
                            .partitions()
                            .size()
                    == partitions);
        }
    }

    private ScoringApplication start(Duration linger) {
        return stream(linger).start();
    }

    private TestStream stream(Duration linger) {
        return broker.stream("incidents-it")
                .in(new BatchLimits(1_000, 1 << 20, linger))
                .judgedBy(Calibrations.judge(199, 0.05))
                // The interval at which it notices added partitions.
                .kafka("consumer.metadata.max.age.ms", 500);
    }
}
