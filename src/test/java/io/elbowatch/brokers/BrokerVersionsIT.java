package io.elbowatch.brokers;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Group;
import io.elbowatch.testing.Program;
import io.elbowatch.testing.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The program against brokers of released versions of Kafka. It needs their jars, so it runs only on request: {@code
 * deploy/brokers/test}.
 */
@EnabledIfSystemProperty(named = "brokers", matches = ".+")
class BrokerVersionsIT {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerVersionsIT.class);
    private static final Path JARS = Path.of(System.getProperty("brokers", ""));
    private static final Path RUNS = Path.of("target", "broker-runs");
    private static final Duration TIMEOUT = Duration.ofMinutes(6);
    private static final int SIGTERM = 143;
    private static final int PARTITIONS = 3;
    private static final int IMAGES_A_SECOND = 240;
    private static final int IMAGES_A_PHASE = 1_000;
    private static final ModelAlone ALONE = ModelAlone.of(Bundles.FASHION_MNIST);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    static Stream<Arguments> brokers() {
        return Arrays.stream(System.getProperty("brokers.versions").split(","))
                .flatMap(version -> Stream.of(Arguments.of(version, "classic"), Arguments.of(version, "streams")));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("brokers")
    void shouldLetEveryImageOutOnceWhenBrokerAndScorerAreKilled(String version, String protocol) throws Exception {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("broker", version);
        row.put("protocol", protocol);
        row.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        row.put("result", "failed");
        try (ReleasedBroker broker = ReleasedBroker.start(JARS.resolve(version), folder)) {
            Map<String, Integer> features = broker.features();
            row.put("transaction", features.getOrDefault("transaction.version", 0));
            broker.createTopics(topics());
            if (protocol.equals("streams") && features.getOrDefault("streams.version", 0) < 1) {
                assertRefused(broker);
                row.put("result", "refused");
            } else {
                disturb(broker, protocol, row);
            }
        } finally {
            LOG.info("broker run {}", row);
            Files.createDirectories(RUNS);
            new ObjectMapper()
                    .writeValue(RUNS.resolve(version + "-" + protocol + ".json").toFile(), row);
        }
    }

    private void assertRefused(ReleasedBroker broker) {
        try (Program scorer = scorer("refused", broker, "streams")) {
            assertThat(scorer.awaitExit(TIMEOUT)).as(scorer.output()).isEqualTo(1);
            assertThat(scorer.output()).contains("needs the feature streams.version = 1", "older than Kafka 4.2");
        }
    }

    private void disturb(ReleasedBroker broker, String protocol, Map<String, Object> row) throws Exception {
        Program first = scorer("first", broker, protocol);
        try (Group group = new Group(broker.bootstrapServers(), "brokers");
                NumberedLoad load = new NumberedLoad(broker.bootstrapServers(), ALONE, IMAGES_A_SECOND)) {
            phase(group, load, first);
            double seconds = recovery(group, load, first, () -> restart(broker));
            phase(group, load, first);
            first.kill();
            try (Program second = scorer("second", broker, protocol)) {
                phase(group, load, second);
                row.put("seconds", Math.max(seconds, recovery(group, load, second, () -> restart(broker))));
                phase(group, load, second);
                int images = load.stop();
                await().atMost(TIMEOUT).until(() -> group.committed() == group.entered(PARTITIONS));
                second.terminate();
                assertThat(second.awaitExit(TIMEOUT)).as(second.output()).isEqualTo(SIGTERM);
                assertExactlyOnce(Outcome.of(images, new Records(broker.bootstrapServers()), ALONE), row);
            }
        } finally {
            first.close();
        }
    }

    private static void restart(ReleasedBroker broker) {
        broker.kill();
        broker.start();
    }

    /** Waits until this number of further images has left. */
    private static void phase(Group group, NumberedLoad load, Program scorer) {
        awaitCommitted(group, load, scorer, group.committed() + IMAGES_A_PHASE);
    }

    /** Seconds from the beginning of a fault to the next commit. */
    private static double recovery(Group group, NumberedLoad load, Program scorer, Runnable fault) {
        long before = group.committed();
        long begun = System.nanoTime();
        fault.run();
        awaitCommitted(group, load, scorer, before + 1);
        return (System.nanoTime() - begun) / 1e9;
    }

    private static void awaitCommitted(Group group, NumberedLoad load, Program scorer, long images) {
        await().atMost(TIMEOUT).until(() -> {
            assertThat(scorer.runs()).as(scorer::output).isTrue();
            long left = group.committed();
            load.follow(left);
            return left >= images;
        });
    }

    private static void assertExactlyOnce(Outcome outcome, Map<String, Object> row) {
        row.put("images", outcome.images());
        row.put("rejected", outcome.rejected());
        row.put("lost", outcome.lost());
        row.put("doubled", outcome.doubled());
        row.put("disordered", outcome.disordered());
        row.put("differing", outcome.differing());
        assertThat(outcome).matches(Outcome::isExactlyOnce, "every image once, in order, with the model's scores");
        assertThat(outcome.rejected()).isPositive();
        row.put("result", "passed");
    }

    private Program scorer(String name, ReleasedBroker broker, String protocol) {
        return Program.elbowatch(
                folder.resolve(name + ".log"),
                Map.of(),
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                "run",
                "--bundle",
                Bundles.FASHION_MNIST.toString(),
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--application-id",
                "brokers",
                "--http-port",
                "0",
                "--set",
                "kafka.group.protocol=" + protocol);
    }

    private static Map<String, Integer> topics() {
        Map<String, Integer> topics = new HashMap<>();
        List.of("images", "scores", "rejected").forEach(name -> topics.put(name, PARTITIONS));
        List.of("anomalies", "evidence", "incidents").forEach(name -> topics.put(name, 1));
        return topics;
    }
}
