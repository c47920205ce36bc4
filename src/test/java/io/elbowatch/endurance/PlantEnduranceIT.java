package io.elbowatch.endurance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.cli.Shell;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.BoardSet;
import io.elbowatch.lab.board.DefectKind;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.page.Browser;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.HttpProgram;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A plant under full load, for minutes or an hour: a bundle of features and two of pixels, one of them calibrated for each
 * of its sources; incidents, pictures, a label each second, and the page open in a browser. Memory, threads and files of
 * the application must not grow. It runs only on request: {@code mvn test-compile failsafe:integration-test
 * failsafe:verify -Dit.test=PlantEnduranceIT -Dplant.minutes=60}; {@code -Dplant.bundle} and {@code -Dplant.images} name a
 * bundle of features and a folder of images for it.
 */
@EnabledIfSystemProperty(named = "plant.minutes", matches = "\\d+")
class PlantEnduranceIT {
    private static final Logger LOG = LoggerFactory.getLogger(PlantEnduranceIT.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BOARD_CAMERAS = 4;
    private static final int BOARDS = 40;
    /** A load of images that are rejected would end: it waits for their scores. */
    private static final String REJECTED = "elbowatch_images_rejected_total\\S* [1-9]";

    private static final String ROUTES = """
            routes:
              - {keyGlob: part-*, bundle: parts}
              - {keyGlob: board-*, bundle: boards}
              - {any: true, bundle: icons}
            bundles:
              parts: {at: parts}
              boards: {at: boards, alpha: 0.03}
              icons: {at: icons}
            """;

    @TempDir
    private Path folder;

    private int labels;
    private int refused;

    @Test
    void shouldNotGrow() throws Exception {
        Path collections = folder.resolve("gc.log");
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                HttpProgram plant = new HttpProgram(folder);
                Browser browser = Browser.open()) {
            Load.createTopics(broker.bootstrapServers());
            // The heap is fixed, so that resident memory does not move with it.
            plant.start(
                    Map.of("MALLOC_ARENA_MAX", "2"),
                    List.of(
                            "-Xlog:gc:file=" + collections + "::filecount=0",
                            "-Xms512m",
                            "-Xmx512m",
                            "-XX:+AlwaysPreTouch"),
                    "--routes",
                    Files.writeString(folder.resolve("routes.yaml"), ROUTES).toString(),
                    "--models-folder",
                    models().toString(),
                    "--bootstrap-servers",
                    broker.bootstrapServers(),
                    "--topics-create",
                    "--topics-feedback",
                    "feedback",
                    "--topics-review",
                    "review",
                    "--review-max-per-hour",
                    "1000000",
                    "--topics-handling",
                    "handling");
            plant.awaitReady();
            browser.load(plant.url());
            Samples samples = new Samples();
            AtomicLong scored = new AtomicLong();
            try (Load load = new Load(broker.bootstrapServers(), scored, cameras())) {
                samples.take(
                        Duration.ofMinutes(Long.getLong("plant.minutes")),
                        plant.pid(),
                        collections,
                        () -> plant.get("/metrics").body(),
                        () -> {
                            String metrics = plant.get("/metrics").body();
                            assertThat(metrics).doesNotContainPattern(REJECTED);
                            scored.set(Usage.images(metrics));
                            label(plant);
                            return true;
                        });
                load.assertSending();
            }
            LOG.info("labels written={} refused={}", labels, refused);
            browser.picture("plant-endurance");
            assertThat(labels).isPositive();
            samples.report(Path.of("target", "plant-endurance.md"));
        }
    }

    private Path models() throws IOException {
        Path models = Files.createDirectory(folder.resolve("models"));
        copy(Path.of(System.getProperty("plant.bundle", Bundles.FEATURES.toString())), models.resolve("parts"));
        copy(Bundles.BOARDS, models.resolve("boards"));
        copy(Bundles.FASHION_MNIST, models.resolve("icons"));
        Path normal = folder.resolve("normal");
        for (int i = 0; i < BOARD_CAMERAS; i++) {
            new BoardSet(new BoardGenerator(i), BOARDS, false).writeFolder(normal.resolve("board-" + i), done -> {});
        }
        Shell.run(
                        "calibrate",
                        "--bundle",
                        models.resolve("boards").toString(),
                        "--images",
                        normal.toString(),
                        "--alpha",
                        "0.03",
                        "--by-source")
                .assertDone();
        return models;
    }

    private static void copy(Path bundle, Path copy) throws IOException {
        Files.createDirectory(copy);
        try (var files = Files.newDirectoryStream(bundle)) {
            for (Path file : files) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
    }

    /** A part of 100 images, a board of 10, the rest icons. One board of 101 is defective. */
    private static List<Load.Cameras> cameras() {
        BoardGenerator generator = new BoardGenerator(7);
        List<byte[]> boards = new ArrayList<>(IntStream.range(0, 404)
                .mapToObj(i -> i % 101 == 0 ? generator.defective(i, DefectKind.COPPER, 12) : generator.normal(i))
                .map(board -> board.picture().png())
                .toList());
        String images = System.getProperty("plant.images");
        List<byte[]> parts = images == null ? boards : Load.Cameras.read(Path.of(images));
        return List.of(
                new Load.Cameras("part-", 5, parts, 100),
                new Load.Cameras("board-", BOARD_CAMERAS, boards, 10),
                Load.Cameras.icons(30));
    }

    /** As a person who looks through the review queue; Kafka may have deleted an image by then. */
    private void label(HttpProgram plant) throws IOException, InterruptedException {
        JsonNode waiting = JSON.readTree(plant.get("/api/review").body()).get("images");
        if (waiting.isEmpty()) {
            return;
        }
        JsonNode image = waiting.get(0);
        String label = image.get("anomalous").asBoolean() && labels % 2 == 0 ? "defect" : "normal";
        HttpResponse<String> answer = plant.send(plant.request("/api/labels")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.createObjectNode()
                        .put("image", image.get("image").asText())
                        .put("label", label)
                        .toString())));
        if (answer.statusCode() == 200) {
            labels++;
        } else {
            refused++;
            LOG.info("label refused: {}", answer.body());
        }
    }
}
