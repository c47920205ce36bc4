package io.elbowatch.endurance;

import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.HttpProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A scorer in a separate process under full load, for minutes or an hour: its memory, threads and files must not grow.
 * It runs only on request: {@code mvn test-compile failsafe:integration-test failsafe:verify -Dit.test=EnduranceIT
 * -Dendurance.minutes=60}.
 */
@EnabledIfSystemProperty(named = "endurance.minutes", matches = "\\d+")
class EnduranceIT {
    private static final long MAX_IMAGES = 20_000_000;

    @TempDir
    private Path folder;

    @Test
    void shouldNotGrow() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                HttpProgram scorer = new HttpProgram(folder)) {
            Load.createTopics(broker.bootstrapServers());
            Path collections = folder.resolve("gc.log");
            List<String> options = new ArrayList<>(List.of("-Xlog:gc:file=" + collections + "::filecount=0"));
            options.addAll(
                    List.of(System.getProperty("endurance.options", "-Xmx128m").split(" ")));
            scorer.start(
                    Map.of("MALLOC_ARENA_MAX", System.getProperty("endurance.arenas", "2")),
                    options,
                    "--bundle",
                    System.getProperty("endurance.bundle", Bundles.FASHION_MNIST.toString()),
                    "--bootstrap-servers",
                    broker.bootstrapServers(),
                    "--evidence-per-minute",
                    "60");
            scorer.awaitReady();
            Samples samples = new Samples();
            AtomicLong scored = new AtomicLong();
            try (Load load = new Load(broker.bootstrapServers(), scored, List.of(Load.Cameras.icons(50)))) {
                samples.take(
                        Duration.ofMinutes(Long.getLong("endurance.minutes")),
                        scorer.pid(),
                        collections,
                        () -> scorer.get("/metrics").body(),
                        () -> {
                            scored.set(Usage.images(scorer.get("/metrics").body()));
                            return scored.get() < MAX_IMAGES;
                        });
                load.assertSending();
            }
            samples.report(Path.of("target", "endurance.md"));
        }
    }
}
