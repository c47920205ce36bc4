package io.elbowatch.evolution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.lab.broker.BrokerAdmin;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.testing.Group;
import io.elbowatch.testing.Origins;
import io.elbowatch.testing.Program;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.math.MathContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * Two versions of the program replace each other under load: upgrade, downgrade, and once after a kill. It needs a
 * packaged checkout of the other version, so it runs only on request: {@code deploy/upgrade-test CHECKOUT}.
 */
@EnabledIfSystemProperty(named = "upgrade.from", matches = ".+")
class RollingUpgradeIT {
    private static final Logger LOG = LoggerFactory.getLogger(RollingUpgradeIT.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final String APPLICATION = "elbowatch";
    private static final String CHANGELOG = "elbowatch-sources-changelog";
    private static final double BETA_OF_BOARDS = 1;
    private static final int PARTITIONS = 4;
    private static final int IMAGES_A_SECOND = 120;
    private static final int IMAGES_A_PHASE = 1_200;

    /** Scores have nine significant digits. */
    private static final double ROUNDING = 1e-7;

    private static final Path OLD = Path.of(System.getProperty("upgrade.from", ""));
    private static final Path NEW =
            Path.of(System.getProperty("upgrade.to", "")).toAbsolutePath();

    /** What the old version need not know. */
    private static final List<String> NEW_TOPICS = List.of(
            "--topics-create",
            "--topics-settings",
            "settings",
            "--topics-instances",
            "instances",
            "--topics-feedback",
            "feedback",
            "--topics-review",
            "review",
            "--topics-handling",
            "handling",
            "--review-random-rate",
            "0.05");

    @TempDir
    private Path folder;

    private final Map<String, Program> running = new HashMap<>();

    @Test
    void shouldLoseAndDoubleNothingUpAndDown() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Group group = new Group(broker.bootstrapServers(), APPLICATION)) {
            broker.createTopics(topics(""));
            broker.createTopics(topics("undisturbed-"));
            List<ConsumerRecord<byte[], byte[]>> comparable;
            start("old-1", OLD, broker);
            try (CameraLoad load = new CameraLoad(broker.bootstrapServers(), IMAGES_A_SECOND)) {
                phase("old alone", load, group);
                keepRecords(broker);
                int oldVersion = stateVersion(broker);

                join("new-1", NEW, broker, group);
                phase("both", load, group);
                running.remove("old-1").close();
                phase("new alone", load, group);

                boolean rolling = stateVersion(broker) == oldVersion;
                comparable = rolling ? List.of() : withoutStates(load, broker, group);
                if (rolling) {
                    join("old-2", OLD, broker, group);
                    running.remove("new-1").kill();
                    phase("new killed, back to old", load, group);
                }

                start("new-2", NEW, broker, APPLICATION, NEW_TOPICS);
                await().atMost(TIMEOUT).until(() -> group.partitionsOf("new-2") > 0);
                running.remove("old-2").close();
                phase("new for good", load, group);
            }
            await().atMost(TIMEOUT).until(() -> group.committed() == group.entered(PARTITIONS));
            running.remove("new-2").close();

            assertUndisturbed(broker, comparable);
            assertReadByAnEarlierConsumer(broker);
        } finally {
            running.values().forEach(Program::close);
        }
    }

    /**
     * The way back where the old version cannot read the states of the new one: all instances end, the states are deleted, and
     * the old version goes on (docs/upgrade.md).
     *
     * @return the incident records so far, which no state was missing for
     */
    private List<ConsumerRecord<byte[], byte[]>> withoutStates(CameraLoad load, EmbeddedBroker broker, Group group)
            throws Exception {
        running.remove("new-1").kill();
        start("new-again", NEW, broker);
        phase("new, after a kill", load, group);
        running.remove("new-again").close();
        List<ConsumerRecord<byte[], byte[]>> incidents =
                new Records(broker.bootstrapServers()).readAll(List.of("incidents"));

        start("old-refuses", OLD, broker);
        await().atMost(TIMEOUT).until(() -> running.get("old-refuses").output().contains("the state of a source has"));
        running.remove("old-refuses").close();

        try (BrokerAdmin admin = new BrokerAdmin(broker.bootstrapServers())) {
            admin.deleteTopics(CHANGELOG);
            await().atMost(TIMEOUT)
                    .until(() -> !admin.call(
                                    "list topics", client -> client.listTopics().names())
                            .contains(CHANGELOG));
        }
        start("old-2", OLD, broker);
        phase("back to old, without states", load, group);
        return incidents;
    }

    /** The version of the bytes that states were last written with; states are written once a commit. */
    private static int stateVersion(EmbeddedBroker broker) {
        List<ConsumerRecord<byte[], byte[]>> states =
                new Records(broker.bootstrapServers()).readAll(List.of(CHANGELOG));
        return states.stream()
                .filter(state -> state.value() != null)
                .max(Comparator.comparingLong(ConsumerRecord::timestamp))
                .orElseThrow()
                .value()[0];
    }

    /** Waits until this number of further images has been sent and processed. */
    private static void phase(String what, CameraLoad load, Group group) {
        long sent = load.sent() + IMAGES_A_PHASE;
        long committed = group.committed() + IMAGES_A_PHASE;
        long started = System.nanoTime();
        await().atMost(TIMEOUT).until(() -> load.sent() >= sent && group.committed() >= committed);
        LOG.info(
                "upgrade phase=\"{}\" seconds={} sent={} committed={}",
                what,
                Duration.ofNanos(System.nanoTime() - started).toSeconds(),
                load.sent(),
                group.committed());
    }

    private void join(String name, Path checkout, EmbeddedBroker broker, Group group) {
        start(name, checkout, broker);
        await().atMost(TIMEOUT).until(() -> group.partitionsOf(name) > 0);
    }

    private void start(String name, Path checkout, EmbeddedBroker broker) {
        start(name, checkout, broker, APPLICATION, List.of());
    }

    private void start(
            String name, Path checkout, EmbeddedBroker broker, String applicationId, List<String> furtherArguments) {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--bundle",
                OLD.resolve("model/bundles/boards").toString(), // the program first, then the bundle
                "--bootstrap-servers",
                broker.bootstrapServers(),
                "--application-id",
                applicationId,
                "--http-port",
                "0",
                "--set",
                "kafka.client.id=" + name));
        arguments.addAll(furtherArguments);
        running.put(name, Program.packaged(folder.resolve(name + ".log"), checkout, List.of("-Xmx256m"), arguments));
    }

    private static Map<String, Integer> topics(String prefix) {
        Map<String, Integer> topics = new HashMap<>();
        for (String topic : List.of("scores", "anomalies", "evidence", "incidents", "rejected")) {
            topics.put(prefix + topic, PARTITIONS);
        }
        if (prefix.isEmpty()) {
            topics.put("images", PARTITIONS);
        }
        return topics;
    }

    /** @param comparable the incident records to compare; empty for all of them */
    private void assertUndisturbed(EmbeddedBroker broker, List<ConsumerRecord<byte[], byte[]>> comparable)
            throws Exception {
        try (Group group = new Group(broker.bootstrapServers(), "undisturbed")) {
            List<String> toOtherTopics = new ArrayList<>();
            for (String topic : List.of("scores", "anomalies", "evidence", "incidents", "rejected")) {
                toOtherTopics.addAll(List.of("--topics-" + topic, "undisturbed-" + topic));
            }
            start("undisturbed", NEW, broker, "undisturbed", toOtherTopics);
            await().atMost(TIMEOUT).until(() -> group.committed() == group.entered(PARTITIONS));
            running.remove("undisturbed").close();
        }
        Records records = new Records(broker.bootstrapServers());
        List<ConsumerRecord<byte[], byte[]>> left = records.readAll(List.of("scores", "rejected"));
        assertThat(Origins.of(left)).containsExactlyInAnyOrderElementsOf(Origins.entered(records));
        assertThat(records.readAll(List.of("rejected")))
                .hasSameSizeAs(records.readAll(List.of("undisturbed-rejected")))
                .isNotEmpty();

        Map<String, JsonNode> scores = byName(records.readAll(List.of("scores")));
        byName(records.readAll(List.of("undisturbed-scores"))).forEach((name, score) -> {
            assertSame(name, scores.get(name), score);
        });
        Map<String, JsonNode> undisturbed = byName(records.readAll(List.of("undisturbed-incidents")));
        Map<String, JsonNode> incidents =
                byName(comparable.isEmpty() ? records.readAll(List.of("incidents")) : comparable);
        if (comparable.isEmpty()) {
            assertThat(incidents).isEqualTo(undisturbed);
        } else {
            assertThat(undisturbed).containsAllEntriesOf(incidents);
        }
        assertThat(incidents.keySet())
                .anyMatch(name -> name.endsWith("opened"))
                .anyMatch(name -> name.endsWith("closed"));
        LOG.info(
                "upgrade from={} images={} scores={} rejected={} incident_records={} lost=0 doubled=0",
                OLD.getFileName(),
                left.size(),
                scores.size(),
                left.size() - scores.size(),
                incidents.size());
    }

    /** What both versions wrote, and that the new topics are in use. */
    private static void assertReadByAnEarlierConsumer(EmbeddedBroker broker) throws IOException {
        Records records = new Records(broker.bootstrapServers());
        for (ConsumerRecord<byte[], byte[]> score : records.readAll(List.of("scores"))) {
            EarlierConsumer.score(score.value(), BETA_OF_BOARDS);
        }
        for (ConsumerRecord<byte[], byte[]> anomaly : records.readAll(List.of("anomalies"))) {
            EarlierConsumer.anomaly(anomaly.value(), BETA_OF_BOARDS);
        }
        for (ConsumerRecord<byte[], byte[]> incident : records.readAll(List.of("incidents"))) {
            EarlierConsumer.incident(incident.value());
        }
        for (ConsumerRecord<byte[], byte[]> rejected : records.readAll(List.of("rejected"))) {
            EarlierConsumer.rejected(KeptRecord.headers(rejected));
        }
        assertThat(records.readAll(List.of("review"))).isNotEmpty();
        assertThat(records.readAll(List.of("instances"))).isNotEmpty();
    }

    private static void assertSame(String name, JsonNode score, JsonNode undisturbed) {
        for (String part : List.of("terms", "pValues")) {
            undisturbed.get(part).properties().forEach(field -> {
                double value = field.getValue().asDouble();
                assertThat(score.at("/" + part + "/" + field.getKey()).asDouble())
                        .as(name + " " + field.getKey())
                        .isCloseTo(value, within(ROUNDING * Math.abs(value)));
            });
        }
        assertThat(score.at("/verdict/anomalous")).as(name).isEqualTo(undisturbed.at("/verdict/anomalous"));
    }

    /**
     * The key of a score is its image, that of an incident its id and event.
     *
     * @throws AssertionError if two records have the same key
     */
    private static Map<String, JsonNode> byName(List<ConsumerRecord<byte[], byte[]>> records) throws IOException {
        Map<String, JsonNode> byName = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            JsonNode json = JSON.readTree(record.value());
            String name = json.has("id")
                    ? json.get("id").asText() + " " + json.get("event").asText()
                    : json.at("/image/partition") + "/" + json.at("/image/offset");
            if (json.get("worst") instanceof ObjectNode worst) {
                worst.remove("evidence"); // An instance draws pictures only within its budget.
                // One version writes p-values with nine digits, the other with all.
                worst.put("pValue", worst.get("pValue").decimalValue().round(new MathContext(6)));
            }
            assertThat(byName.put(name, json)).as("doubled: " + name).isNull();
        }
        return byName;
    }

    /** Keeps one record of every kind from the old version, if {@code upgrade.keep} names a file. */
    private static void keepRecords(EmbeddedBroker broker) throws IOException {
        String file = System.getProperty("upgrade.keep");
        if (file != null) {
            Records records = new Records(broker.bootstrapServers());
            await().atMost(TIMEOUT)
                    .until(() -> records.readAll(List.of("incidents")).stream()
                            .anyMatch(record -> new String(record.value(), UTF_8).contains("\"closed\"")));
            KeptRecord.write(Path.of(file), records, CHANGELOG);
        }
    }
}
