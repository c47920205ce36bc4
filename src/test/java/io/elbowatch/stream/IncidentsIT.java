package io.elbowatch.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.demo.broker.EmbeddedBroker;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The states of sources over restarts and more partitions, in a broker. */
class IncidentsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration NEVER = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final byte[] NORMAL = {100, 100, 100, 100};
    private static final byte[] BAD = {(byte) 250, (byte) 250, (byte) 250, (byte) 250};
    private static final String CHANGELOG = "incidents-it-sources-changelog";

    private EmbeddedBroker broker;
    private Records records;
    private int sent;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.start();
        broker.createTopics(
                Map.of("images", 2, "scores", 2, "anomalies", 1, "evidence", 1, "incidents", 1, "rejected", 1));
        records = new Records(broker.bootstrapServers());
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

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

    /** Its batch is let out by the commit alone; its state must not wait for the next one, which may never be. */
    @Test
    void shouldCommitTheStateOfAnImageTogetherWithItsOffset() {
        try (ScoringApplication application = start(NEVER)) {
            send("camera-1", NORMAL, 3);
            assertThat(records.readAll(List.of(CHANGELOG))).isNotEmpty();
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

    @Test
    void shouldSayWhatToDoWhenPartitionsAreAddedWhileItRuns() {
        try (ScoringApplication application = start(SOON)) {
            send("camera-1", NORMAL, 5);
            raisePartitions(4);
            await().atMost(PATIENCE).until(() -> application.endedBy().isPresent());

            Refusal refusal = application.endedBy().orElseThrow();
            assertThat(refusal).hasMessageContaining("images").hasMessageContaining("partitions");
            assertThat(refusal.mend()).contains("start again");
        }
    }

    @Test
    void shouldRefuseStatesOfMorePartitionsThanThereAre() {
        broker.createTopics(Map.of(CHANGELOG, 3));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            await().until(() -> admin.listTopics().names().get().contains(CHANGELOG));
        }
        assertThatThrownBy(() -> start(SOON))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.mend()).contains("delete the topic " + CHANGELOG))
                .hasMessageContaining("has 2 partitions")
                .hasMessageContaining("are of 3");
    }

    private void send(String key, byte[] image, int count) {
        records.send("images", key, Collections.nCopies(count, image));
        sent += count;
        await().atMost(PATIENCE).until(() -> records.readAll(List.of("scores")).size() >= sent);
    }

    private List<JsonNode> incidents() {
        return records.readAll(List.of("incidents")).stream()
                .map(record -> json(record.value()))
                .toList();
    }

    private static JsonNode json(byte[] value) {
        try {
            return new ObjectMapper().readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void raisePartitions(int partitions) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
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
        StreamSettings settings = new StreamSettings(
                "incidents-it",
                Flows.of(Topics.DEFAULT, new BatchLimits(1_000, 1 << 20, linger)),
                false,
                1,
                Guarantee.EXACTLY_ONCE_V2,
                new RestartLimits(0, Duration.ofMinutes(1)),
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        // How soon it sees that there are more partitions.
                        "consumer.metadata.max.age.ms",
                        "500"));
        return ScoringApplication.start(
                settings,
                new ScoringTopology(
                        new FakeModel(),
                        new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH),
                        DecodeLimits.DEFAULT,
                        new Judge(Calibrations.upTo(199), 1, Decider.DEFAULT, 0.05),
                        settings.flow(),
                        ScoringObserver.NONE,
                        Clock.systemUTC()));
    }
}
