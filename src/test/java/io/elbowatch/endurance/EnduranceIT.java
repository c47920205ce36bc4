package io.elbowatch.endurance;

import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Program;
import io.elbowatch.testing.RealData;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A scorer in a separate process under full load, for minutes or an hour: its memory, threads and files must not grow.
 * It runs only on request: {@code mvn test-compile failsafe:integration-test failsafe:verify -Dit.test=EnduranceIT
 * -Dendurance.minutes=60}.
 */
@EnabledIfSystemProperty(named = "endurance.minutes", matches = "\\d+")
class EnduranceIT {
    private static final Logger LOG = LoggerFactory.getLogger(EnduranceIT.class);
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int PARTITIONS = 4;
    private static final int SAMPLES_A_RUN = 60;
    private static final long MAX_IMAGES = 20_000_000;
    private static final long MAX_BACKLOG = 50_000;
    private static final String RETAINED_BYTES = Integer.toString(256 << 20);
    private static final Path TABLE = Path.of("target", "endurance.md");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void shouldNotGrow() throws Exception {
        Duration length = Duration.ofMinutes(Long.getLong("endurance.minutes"));
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            createTopics(broker);
            Path collections = folder.resolve("gc.log");
            List<String> options = new ArrayList<>(List.of("-Xlog:gc:file=" + collections + "::filecount=0"));
            options.addAll(
                    List.of(System.getProperty("endurance.options", "-Xmx128m").split(" ")));
            try (Program scorer = Program.elbowatch(
                    folder.resolve("scorer.log"),
                    Map.of("MALLOC_ARENA_MAX", System.getProperty("endurance.arenas", "2")),
                    options,
                    "run",
                    "--bundle",
                    System.getProperty("endurance.bundle", Bundles.FASHION_MNIST.toString()),
                    "--bootstrap-servers",
                    broker.bootstrapServers(),
                    "--http-port",
                    "0",
                    "--evidence-per-minute",
                    "60")) {
                URI metrics = metrics(scorer);
                List<Usage> samples = new ArrayList<>();
                AtomicLong scored = new AtomicLong();
                try (Load load = new Load(broker, scored)) {
                    long started = System.nanoTime();
                    Duration every = length.dividedBy(SAMPLES_A_RUN);
                    while (samples.size() < SAMPLES_A_RUN && scored.get() < MAX_IMAGES) {
                        Duration due = every.multipliedBy(samples.size() + 1L);
                        while (System.nanoTime() - started < due.toNanos()) {
                            LockSupport.parkNanos(LOOK.toNanos());
                            scored.set(Usage.images(body(metrics)));
                        }
                        assertThat(scorer.runs()).as(scorer.output()).isTrue();
                        samples.add(Usage.read(due.toSeconds(), scorer.pid(), collections, body(metrics)));
                        LOG.info("{}", samples.get(samples.size() - 1).row());
                    }
                    load.assertSending();
                }
                report(samples);
            }
        }
    }

    private static void report(List<Usage> samples) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "| seconds | images | resident MB | heap after GC MB | direct MB | threads | files |",
                "|---:|---:|---:|---:|---:|---:|---:|"));
        samples.forEach(sample -> lines.add(sample.row()));
        List<Growth> growths = Growth.of(samples);
        growths.forEach(growth -> lines.add("\n" + growth));
        Files.write(TABLE, lines);
        LOG.info("endurance table={} {}", TABLE, growths);
        assertThat(growths).allMatch(Growth::flat);
    }

    private URI metrics(Program scorer) {
        Pattern url = Pattern.compile("url=(http://\\S+)");
        await().atMost(TIMEOUT).until(() -> url.matcher(scorer.output()).find());
        Matcher found = url.matcher(scorer.output());
        assertThat(found.find()).isTrue();
        return URI.create(found.group(1) + "metrics");
    }

    private String body(URI uri) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Limits the retention in bytes: the images of an hour would fill a disk. */
    private static void createTopics(EmbeddedBroker broker) throws Exception {
        Map<String, String> configuration =
                Map.of("retention.bytes", RETAINED_BYTES, "segment.bytes", Integer.toString(16 << 20));
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            admin.createTopics(List.of("images", "scores", "anomalies", "evidence", "incidents", "rejected").stream()
                            .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1).configs(configuration))
                            .toList())
                    .all()
                    .get();
        }
    }

    /** Sends the real images again and again, at most a few seconds ahead of the scorer. */
    private static final class Load implements AutoCloseable {
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Thread thread;

        Load(EmbeddedBroker broker, AtomicLong scored) {
            Path file = RealData.file("fashion-mnist/t10k-images-idx3-ubyte.gz");
            byte[][] images = ImageSet.open(file).images().map(SetImage::bytes).toArray(byte[][]::new);
            thread = new Thread(() -> send(broker, images, scored), "load");
            thread.start();
        }

        private void send(EmbeddedBroker broker, byte[][] images, AtomicLong scored) {
            try (KafkaProducer<byte[], byte[]> producer = new Records(broker.bootstrapServers()).producer()) {
                for (long sent = 0; !stopped.get(); sent++) {
                    while (sent - scored.get() > MAX_BACKLOG && !stopped.get()) {
                        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                    }
                    byte[] key = ("camera-" + sent % 50).getBytes(UTF_8);
                    producer.send(new ProducerRecord<>("images", key, images[(int) (sent % images.length)]));
                }
            }
        }

        void assertSending() {
            assertThat(thread.isAlive()).isTrue();
        }

        @Override
        public void close() {
            stopped.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(Arrays.toString(thread.getStackTrace()), e);
            }
        }
    }
}
