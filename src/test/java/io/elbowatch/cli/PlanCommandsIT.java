package io.elbowatch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.shadow.ComparedBundle;
import io.elbowatch.core.shadow.PValueShift;
import io.elbowatch.core.shadow.ShadowCounts;
import io.elbowatch.core.shadow.ShadowPair;
import io.elbowatch.core.shadow.ShadowTally;
import io.elbowatch.stream.wire.InstanceJson;
import io.elbowatch.stream.wire.InstanceState;
import io.elbowatch.stream.wire.InstanceState.BundleState;
import io.elbowatch.stream.wire.InstanceState.RefusedOffset;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code routes}, {@code promote}, {@code rollback} and {@code models} with a broker, and instances that the test plays. */
class PlanCommandsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROUTES =
            "routes: [{any: true, bundle: camera-7, shadow: next}]\nbundles: {camera-7: {at: one}, next: {at: two}}\n";

    private static TestBroker broker;
    private static int tests;

    @TempDir
    private static Path models;

    @TempDir
    private Path folder;

    private String settings;
    private String instances;

    @BeforeAll
    static void start() throws IOException {
        broker = TestBroker.withoutTopics();
        for (String name : List.of("one", "two", "three", "broken")) {
            Path bundle = Files.createDirectory(models.resolve(name));
            try (Stream<Path> files = Files.list(Bundles.ADOPTED)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Files.copy(file, bundle.resolve(file.getFileName()));
                }
            }
            Files.writeString(bundle.resolve("readme.txt"), name); // folders of equal files have equal hashes
        }
        Files.delete(models.resolve("broken").resolve("manifest.json"));
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @BeforeEach
    void createTopics() throws ExecutionException, InterruptedException {
        tests++;
        settings = "settings-" + tests;
        instances = "instances-" + tests;
        try (Admin admin = broker.admin()) {
            admin.createTopics(Stream.of(settings, instances)
                            .map(name -> new NewTopic(name, 1, (short) 1).configs(Map.of("cleanup.policy", "compact")))
                            .toList())
                    .all()
                    .get();
            await().until(() -> admin.listTopics().names().get().containsAll(List.of(settings, instances)));
        }
    }

    @Test
    void shouldPublishRoutesAndPrintThem() throws IOException {
        publish();

        Shell.Ended printed = run("routes").assertDone();
        assertThat(at(printed.out())).isEqualTo("one");
        assertThat(printed.err()).contains("note: no instance says what is in force");
        says("a", 0, Optional.empty());
        assertThat(run("routes").assertDone().err()).isEmpty();
    }

    @Test
    void shouldPrintTheComparisonOfTheBundleThatIsPromotedAndOfNoOther() throws IOException {
        publish();
        ShadowTally tally = new ShadowTally(
                new ShadowPair(compared("camera-7"), compared("next")),
                OptionalLong.of(0),
                0,
                new ShadowCounts(200, 1, 2, 3),
                PValueShift.NONE,
                0,
                0,
                0,
                List.of());
        says("a", 0, Optional.empty(), List.of(tally));
        String other = run("promote", "camera-7", "--bundle", "three", "--yes")
                .assertDone()
                .out();
        says("a", 1, Optional.empty(), List.of(tally));
        String shadow = run("promote", "camera-7", "--bundle", "two", "--yes")
                .assertDone()
                .out();

        assertThat(other).contains("three was not compared with camera-7").doesNotContain("200 images");
        assertThat(shadow).contains("compared    200 images").doesNotContain("not compared");
    }

    private static ComparedBundle compared(String bundle) {
        return new ComparedBundle(bundle, "boards", "2.0.0", "ab".repeat(32), "c", "default", 0.01);
    }

    @Test
    void shouldPromoteTheShadowAndRollBackTwice() throws IOException {
        publish();
        says("a", 0, Optional.empty());
        Shell.Ended promoted = run("promote", "camera-7", "--yes").assertDone();
        assertThat(promoted.out())
                .contains("checked here: adopted ", "two was not compared with camera-7", "at offset 1");
        says("a", 1, Optional.empty());

        assertThat(run("rollback", "camera-7", "--yes").assertDone().out())
                .contains("camera-7: from two back to one", "at offset 2");
        says("a", 2, Optional.empty());
        JsonNode back = JSON.readTree(run("routes").assertDone().out());
        assertThat(back.at("/routes/0/shadow").asText()).isEqualTo("next");
        assertThat(run("rollback", "camera-7", "--yes").assertDone().out()).contains("camera-7: from one back to two");
    }

    /** The record that a restart must find again is that of the plan in force. */
    @Test
    void shouldRollBackARefusedRecordToWhatIsInForce() throws IOException {
        publish();
        run("promote", "camera-7", "--yes").assertDone();
        run(
                        "promote",
                        "camera-7",
                        "--bundle",
                        "https://nowhere.invalid/b.zip",
                        "--models-from",
                        "https:",
                        "--unchecked")
                .assertRefused("standard input is no terminal");
        run(
                        "promote",
                        "camera-7",
                        "--bundle",
                        "https://nowhere.invalid/b.zip",
                        "--models-from",
                        "https:",
                        "--unchecked",
                        "--yes")
                .assertDone();
        says("a", 1, Optional.of(new RefusedOffset(2, "unreachable", List.of("bundle camera-7: unreachable: gone"))));

        Shell.Ended back = run("rollback", "camera-7", "--yes").assertDone();
        assertThat(back.err())
                .contains("note: the instances refused the record at offset 2; this builds on that at offset 1");
        assertThat(back.out()).contains("camera-7: from https://nowhere.invalid/b.zip back to two", "at offset 3");
        says("a", 3, Optional.empty());
        assertThat(at(run("routes").assertDone().out())).isEqualTo("two");
        assertThat(run("rollback", "camera-7", "--yes").assertDone().out()).contains("camera-7: from two back to one");
    }

    @Test
    void shouldPromoteFromWhatIsInForceWhereTheLastRecordIsRefused() throws IOException {
        publish();
        Files.writeString(folder.resolve("bad.yaml"), ROUTES.replace("at: one", "at: none, alpha: 0.2"));
        run("routes", "--publish", folder.resolve("bad.yaml").toString()).assertDone();
        says("a", 0, Optional.of(new RefusedOffset(1, "unreachable", List.of("there is nothing"))));
        run("promote", "camera-7", "--yes").assertDone();
        says("a", 2, Optional.empty());

        JsonNode record = JSON.readTree(run("routes").assertDone().out());
        assertThat(record.at("/bundles/camera-7/at").asText()).isEqualTo("two");
        assertThat(record.at("/bundles/camera-7").has("alpha")).isFalse();
        assertThat(record.at("/previous/bundles/camera-7/at").asText()).isEqualTo("one");
    }

    @Test
    void shouldRefuseWhatCannotBePromotedOrRolledBack() throws IOException {
        run("promote", "camera-7", "--yes").assertRefused("the settings topic has no plan");
        run("rollback", "camera-7", "--yes").assertRefused("the settings topic has no plan");
        publish();

        run("promote", "camera-8", "--bundle", "two", "--yes").assertRefused("the plan has no bundle camera-8, it has");
        run("promote", "camera-7", "--bundle", "one", "--yes").assertRefused("the bundle of camera-7 is one already");
        run("promote", "camera-7", "--bundle", "broken", "--yes")
                .assertRefused("the bundle at broken cannot be used: invalid:", "manifest.json: is missing");
        run("promote", "camera-7", "--bundle", "none", "--yes").assertRefused("there is nothing at", "--unchecked");
        run("promote", "camera-7", "--bundle", "two", "--sha256", "0".repeat(64), "--yes")
                .assertRefused("wrong_hash");
        run("promote", "camera-7", "--bundle", "two").assertRefused("standard input is no terminal", "add --yes");
        run("rollback", "camera-7", "--yes").assertRefused("does not say what was in force before it");
        assertThat(at(run("routes").assertDone().out())).isEqualTo("one");
    }

    @Test
    void shouldWaitForTheInstancesAndNameThoseThatDoNotFollow() throws IOException {
        publish();
        says("a", 1000, Optional.empty());
        assertThat(run("promote", "camera-7", "--yes", "--wait").assertDone().out())
                .contains("in force on 1 instances: a");

        says("b", 0, Optional.of(new RefusedOffset(1000, "bundle", List.of("bundle next: golden_images"))));
        Shell.Ended ended = run("rollback", "camera-7", "--yes", "--wait");
        assertThat(ended.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(ended.err()).contains("b refused it: bundle next: golden_images");
        assertThat(ended.out()).contains("in force on 1 instances; not on 1");
        says("c", 0, Optional.empty());
        Shell.Ended waited = run("rollback", "camera-7", "--yes", "--wait", "--wait-timeout", "1");
        assertThat(waited.err()).contains("c has not taken it yet");
    }

    @Test
    void shouldShowWhatEveryInstanceServes() throws IOException {
        Shell.Ended none = run("models");
        assertThat(none.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(none.out()).contains("no instance of plan-commands has written its state");

        says("a", 4, Optional.empty());
        Shell.Ended one = run("models").assertDone();
        assertThat(one.out())
                .containsPattern("a  said \\d+ s ago, settings of offset 4")
                .containsPattern("camera-7 +boards 2\\.0\\.0  abababababab  cpu  any");
        assertThat(JSON.readTree(run("models", "--json").assertDone().out())
                        .at("/0/bundles/0/version")
                        .asText())
                .isEqualTo("2.0.0");

        says("b", 3, Optional.of(new RefusedOffset(4, "bundle", List.of("bundle x: wrong_hash: other"))));
        Shell.Ended two = run("models");
        assertThat(two.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(two.out()).contains("refused the record at offset 4: bundle", "    bundle x: wrong_hash: other");
    }

    private void publish() throws IOException {
        Path routes = folder.resolve("routes.yaml");
        Files.writeString(routes, ROUTES);
        assertThat(run("routes", "--publish", routes.toString(), "--by", "anna")
                        .assertDone()
                        .out())
                .contains("published to " + settings + " at offset 0");
    }

    /** An instance says that the plan of a record is in force. */
    private void says(String name, long plan, Optional<RefusedOffset> refused) {
        says(name, plan, refused, List.of());
    }

    private void says(String name, long plan, Optional<RefusedOffset> refused, List<ShadowTally> shadows) {
        InstanceState state = new InstanceState(
                name,
                "plan-commands",
                "host",
                System.currentTimeMillis(),
                OptionalLong.of(plan),
                OptionalLong.of(plan),
                OptionalLong.empty(),
                refused,
                List.of(new BundleState("camera-7", "boards", "2.0.0", "ab".repeat(32), "cpu", true, List.of("any"))),
                shadows);
        broker.records().send(instances, name, List.of(InstanceJson.write(state)));
    }

    private static String at(String record) throws IOException {
        return JSON.readTree(record).at("/bundles/camera-7/at").asText();
    }

    private Shell.Ended run(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of("--bootstrap-servers", broker.bootstrapServers(), "--application-id", "plan-commands"));
        arguments.addAll(List.of("--topics-instances", instances));
        if (!command[0].equals("models")) {
            arguments.addAll(List.of("--topics-settings", settings));
        }
        if (command[0].equals("promote")) {
            arguments.addAll(List.of("--models-folder", models.toString(), "--provider", "cpu"));
        }
        return Shell.run(arguments.toArray(String[]::new));
    }
}
