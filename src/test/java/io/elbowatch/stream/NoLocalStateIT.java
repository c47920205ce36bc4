package io.elbowatch.stream;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stream keeps nothing on a disk, so that a full or read-only one does not matter. Kafka Streams makes its folder for stores that persist
 * alone; a version of it that needs one always fails here, for a file stands in the way.
 */
class NoLocalStateIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int IMAGES = 40;

    private static final String APPLICATION = "stateless";

    @TempDir
    private Path folder;

    private EmbeddedBroker broker;
    private Records records;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.start();
        broker.createTopics(
                Map.of("images", 1, "scores", 1, "anomalies", 1, "evidence", 1, "incidents", 1, "rejected", 1));
        records = new Records(broker.bootstrapServers());
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    @Test
    void shouldScoreAndKeepStatesWhereNoFolderCanBeMade() throws Exception {
        Path inTheWay = Files.createFile(folder.resolve("a-file"));
        for (int run = 1; run <= 2; run++) { // The second one takes the states over.
            score(run * IMAGES, inTheWay.resolve("state"));
        }

        assertThat(records.readAll(List.of("incidents"))).as("opened once").hasSize(1);
        assertThat(Files.size(inTheWay)).isZero();
    }

    /** What docs/upgrade.md says of a way back that an earlier version cannot go with the states. */
    @Test
    void shouldGoOnWhereTheStatesWereDeleted() throws Exception {
        score(IMAGES, folder);
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            admin.deleteTopics(List.of(SourceStore.changelog(APPLICATION)))
                    .all()
                    .get();
        }

        score(2 * IMAGES, folder);

        assertThat(records.readAll(List.of("incidents"))).as("opened anew").hasSize(2);
    }

    /** Sends images and runs until all that ever came are scored, each once. */
    private void score(int images, Path stateFolder) {
        records.send("images", "camera-1", Collections.nCopies(IMAGES, new byte[] {-1, -1, -1, -1}));
        try (ScoringApplication application = start(stateFolder)) {
            assertThat(records.readUntil(List.of("scores"), PATIENCE, found -> found.size() >= images))
                    .hasSize(images);
            assertThat(application.endedBy()).isEmpty();
        }
    }

    private ScoringApplication start(Path stateFolder) {
        StreamSettings settings = new StreamSettings(
                APPLICATION,
                Flows.of(Topics.DEFAULT, new BatchLimits(16, 1 << 20, Duration.ofMillis(50))),
                false,
                1,
                Guarantee.EXACTLY_ONCE_V2,
                new RestartLimits(0, Duration.ofHours(1)),
                Map.of("bootstrap.servers", broker.bootstrapServers(), "state.dir", stateFolder.toString()));
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
