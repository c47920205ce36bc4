package io.elbowatch.stream;

import io.elbowatch.stream.flow.SourceStore;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stream keeps nothing on disk, so a full or read-only disk does not matter. Kafka Streams creates its folder only
 * for persistent stores. A version that always needs the folder fails here, because a file has its name.
 */
class NoLocalStateIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int IMAGES = 40;

    private static final String APPLICATION = "stateless";

    @TempDir
    private Path folder;

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(1);

    private final Records records = broker.records();

    @Test
    void shouldScoreAndKeepStatesWhereNoFolderCanBeMade() throws Exception {
        Path inTheWay = Files.createFile(folder.resolve("a-file"));
        for (int run = 1; run <= 2; run++) { // The second run restores the states.
            score(run * IMAGES, inTheWay.resolve("state"));
        }

        assertThat(records.readAll(List.of("incidents"))).as("opened once").hasSize(1);
        assertThat(Files.size(inTheWay)).isZero();
    }

    /** The downgrade of docs/upgrade.md to a version that cannot read the states. */
    @Test
    void shouldGoOnWhereTheStatesWereDeleted() throws Exception {
        score(IMAGES, folder);
        try (Admin admin = broker.admin()) {
            admin.deleteTopics(List.of(SourceStore.changelog(APPLICATION)))
                    .all()
                    .get();
        }

        score(2 * IMAGES, folder);

        assertThat(records.readAll(List.of("incidents"))).as("opened anew").hasSize(2);
    }

    /** Sends images and runs until all images so far are scored, each once. */
    private void score(int images, Path stateFolder) {
        records.send("images", "camera-1", Collections.nCopies(IMAGES, new byte[] {-1, -1, -1, -1}));
        try (ScoringApplication application = start(stateFolder)) {
            assertThat(records.readUntil(List.of("scores"), TIMEOUT, found -> found.size() >= images))
                    .hasSize(images);
            assertThat(application.endedBy()).isEmpty();
        }
    }

    private ScoringApplication start(Path stateFolder) {
        return broker.stream(APPLICATION)
                .judgedBy(Calibrations.judge(199, 0.05))
                .kafka("state.dir", stateFolder)
                .start();
    }
}
