package io.elbowatch.e2e;

import com.github.dockerjava.api.model.Capability;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.lab.camera.CameraSet;
import io.elbowatch.testing.Need;
import io.elbowatch.testing.Origins;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The container image of the Dockerfile, fully hardened, with a broker in a container. */
class ContainerImageIT {
    private static final DockerImageName KAFKA = DockerImageName.parse("apache/kafka:4.2.2");
    private static final List<String> OUT = List.of("scores", "rejected");
    private static final int PARTITIONS = 4;
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static ImageFromDockerfile image;

    private final Network network = Network.newNetwork();
    private final KafkaContainer kafka =
            new KafkaContainer(KAFKA).withNetwork(network).withListener("kafka:19092");

    private Records records;

    @BeforeAll
    static void build() {
        Need.CONTAINERS.check(
                DockerClientFactory.instance().isDockerAvailable(),
                () -> "no container engine answers (DOCKER_HOST): the image was neither built nor run");
        image = new ImageFromDockerfile("elbowatch-test", true)
                .withDockerfile(Path.of("Dockerfile").toAbsolutePath());
        String jre = System.getenv("JRE"); // As in docker-compose.yml, for engines without Docker Hub.
        if (jre != null) {
            image.withBuildArg("JRE", jre);
        }
        image.get();
    }

    private void startKafka() throws Exception {
        kafka.start();
        records = new Records(kafka.getBootstrapServers());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.getBootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic("images", PARTITIONS, (short) 1),
                            new NewTopic("scores", PARTITIONS, (short) 1),
                            new NewTopic("anomalies", 1, (short) 1),
                            new NewTopic("evidence", 1, (short) 1),
                            new NewTopic("incidents", 1, (short) 1),
                            new NewTopic("rejected", 1, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void stopKafka() {
        kafka.close();
        network.close();
    }

    /** The native libraries of Zstandard and Snappy must not need an executable /tmp. */
    @Test
    void shouldScoreWithAReadOnlyRootAndAsNobody() throws Exception {
        startKafka();
        List<byte[]> images =
                CameraSet.byChance(1).images().limit(100).map(SetImage::bytes).toList();
        try (GenericContainer<?> scorer = scorer()) {
            scorer.start();

            records.send("images", "zstd", images, "zstd");
            records.send("images", "snappy", images, "snappy");
            records.send("images", "lz4", images, "lz4");
            records.send("images", "plain", List.of("no image".getBytes(UTF_8)));
            records.readUntil(OUT, TIMEOUT, found -> found.size() >= 301);

            assertAllLeftOnce(301);
            String metrics = get(scorer, "/metrics");
            assertThat(metrics).contains("elbowatch_images_scored_total 300.0", "provider=\"cpu\"");
            assertThat(metrics).containsPattern("elbowatch_images_rejected_total\\{reason=\"unknown_format\"} 1\\.0");
            assertThat(scorer.execInContainer("id", "-u").getStdout()).isEqualTo("10001\n");
            assertThat(scorer.execInContainer("elbowatch", "health").getStdout())
                    .contains("\"UP\"");
            // Java maps it only if it fits.
            assertThat(scorer.execInContainer("cat", "/proc/1/maps").getStdout())
                    .contains("/opt/elbowatch/classes.jsa");
        }
    }

    /** The first that somebody tries who has no Maven: {@code docker run IMAGE demo}. */
    @Test
    void shouldPlayTheDemoWithItsPage() throws Exception {
        try (GenericContainer<?> demo = new GenericContainer<>(image)
                .withExposedPorts(9464)
                .withCommand("demo", "--duration", "20s")
                .waitingFor(Wait.forHttp("/health/ready").forPort(9464).withStartupTimeout(TIMEOUT))) {
            demo.start();

            assertThat(get(demo, "/")).contains("<title>");
            await().atMost(TIMEOUT).until(() -> demo.getLogs().contains(" = scored "));
            assertThat(demo.getLogs()).contains("ANOMALY").doesNotContain("ERROR");
        }
    }

    /** What registries and scanners read without running it. */
    @Test
    void shouldSayWhatItIsAndWhatItContains() throws Exception {
        try (GenericContainer<?> idle = new GenericContainer<>(image)
                .withCreateContainerCmdModifier(command -> command.withEntrypoint("sleep", "60"))) {
            idle.start();

            assertThat(Objects.requireNonNull(
                            idle.getContainerInfo().getConfig().getLabels()))
                    .containsEntry("org.opencontainers.image.title", "Elbowatch")
                    .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
                    .containsEntry("io.elbowatch.variant", "cpu")
                    .containsKeys(
                            "org.opencontainers.image.version",
                            "org.opencontainers.image.description",
                            "org.opencontainers.image.base.name");
            Need.BILL.check(
                    Files.exists(Path.of("target/bom.json")), () -> "no target/bom.json, so the image has none either");
            assertThat(idle.execInContainer("cat", "/opt/elbowatch/bom.json").getStdout())
                    .isEqualTo(Files.readString(Path.of("target/bom.json")));
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenKilledUnderLoad() throws Exception {
        startKafka();
        int all = 6_000;
        try (GenericContainer<?> first = scorer();
                GenericContainer<?> second = scorer();
                GenericContainer<?> third = scorer();
                GenericContainer<?> feeder = feeder(all)) {
            first.start();
            second.start();
            feeder.start();

            awaitOut(all / 6);
            kill(first);
            third.start(); // Waits until it scores.
            awaitOut(all / 2);
            kill(second);
            await().atMost(TIMEOUT).until(() -> feeder.getLogs().contains("acknowledged=" + all));
            awaitOut(all);

            assertAllLeftOnce(all);
        }
    }

    private void awaitOut(int images) {
        assertThat(records.readUntil(OUT, TIMEOUT, found -> found.size() >= images))
                .hasSizeGreaterThanOrEqualTo(images);
    }

    private void assertAllLeftOnce(int images) {
        List<ConsumerRecord<byte[], byte[]>> out = records.readAll(OUT);
        assertThat(Origins.of(out)).doesNotHaveDuplicates().hasSize(images);
        assertThat(Origins.of(out)).containsExactlyInAnyOrderElementsOf(Origins.entered(records));
    }

    /** Read-only except for a /tmp without execution, no capabilities, half a gigabyte of memory. */
    private GenericContainer<?> scorer() {
        return new GenericContainer<>(image)
                .withNetwork(network)
                .withExposedPorts(9464)
                .withTmpFs(Map.of("/tmp", "rw,noexec,nosuid,size=16m"))
                .withCreateContainerCmdModifier(command -> Objects.requireNonNull(command.getHostConfig())
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL)
                        .withMemory(512L << 20))
                .withEnv("ELBOWATCH_BUNDLE", "boards")
                .withEnv("ELBOWATCH_PROVIDER", "cpu")
                .withEnv("ELBOWATCH_KAFKA_BOOTSTRAP_SERVERS", "kafka:19092")
                .waitingFor(Wait.forHttp("/health/ready").forPort(9464).withStartupTimeout(TIMEOUT));
    }

    private GenericContainer<?> feeder(int images) {
        return new GenericContainer<>(image)
                .withNetwork(network)
                .withEnv("ELBOWATCH_KAFKA_BOOTSTRAP_SERVERS", "kafka:19092")
                .withCommand("feed", "--cameras", "8", "--rate", "150", "--limit", String.valueOf(images));
    }

    private static void kill(GenericContainer<?> container) {
        container
                .getDockerClient()
                .killContainerCmd(container.getContainerId())
                .withSignal("KILL")
                .exec();
    }

    private static String get(GenericContainer<?> container, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + container.getHost() + ":" + container.getMappedPort(9464) + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
