package io.elbowatch.endurance;

import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.DefectKind;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.page.Browser;
import io.elbowatch.testing.HttpProgram;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
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
 * The page of 5,000 sources and 200 images a second, open in two browsers for minutes: the memory of the application and of
 * the browsers must not grow. It runs only on request: {@code mvn test-compile failsafe:integration-test failsafe:verify
 * -Dit.test=PageEnduranceIT -Dpage.minutes=10}.
 */
@EnabledIfSystemProperty(named = "page.minutes", matches = "\\d+")
class PageEnduranceIT {
    private static final Logger LOG = LoggerFactory.getLogger(PageEnduranceIT.class);
    private static final int SOURCES = 5_000;
    private static final int IMAGES_PER_SECOND = 200;
    /** Has no common factor with the sources: each sends a defect now and then. */
    private static final int IMAGES_PER_DEFECT = 101;

    private static final int SAMPLES_A_RUN = 20;
    private static final Path TABLE = Path.of("target", "page-endurance.md");

    @TempDir
    private Path folder;

    /** @param seconds since the pages are open */
    private record Sample(long seconds, Usage application, double cpuSeconds, List<BrowserUsage> browsers) {}

    @Test
    void shouldNotGrow() throws Exception {
        Duration every = Duration.ofMinutes(Long.getLong("page.minutes")).dividedBy(SAMPLES_A_RUN);
        Path collections = folder.resolve("gc.log");
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                HttpProgram program = new HttpProgram(folder);
                Browser overview = Browser.open();
                Browser quality = Browser.open()) {
            // Of a fixed heap, so that resident memory does not move with it.
            program.start(
                    List.of(
                            "-Xlog:gc:file=" + collections + "::filecount=0",
                            "-Xms256m",
                            "-Xmx256m",
                            "-XX:+AlwaysPreTouch"),
                    "--bundle",
                    "boards",
                    "--bootstrap-servers",
                    broker.bootstrapServers(),
                    "--topics-create",
                    "true",
                    "--topics-feedback",
                    "feedback",
                    "--topics-review",
                    "review",
                    "--topics-handling",
                    "handling");
            program.awaitReady();
            overview.load(program.url());
            quality.load(program.url() + "#/quality");
            List<Sample> samples = new ArrayList<>();
            AtomicBoolean stopped = new AtomicBoolean();
            Thread load = new Thread(() -> send(new Records(broker.bootstrapServers()), stopped), "load");
            load.start();
            try {
                await().atMost(Duration.ofMinutes(2))
                        .until(() ->
                                overview.text("#sources-count").equals(String.format(Locale.ROOT, "%,d", SOURCES)));
                long started = System.nanoTime();
                while (samples.size() < SAMPLES_A_RUN) {
                    Duration due = every.multipliedBy(samples.size() + 1L);
                    LockSupport.parkNanos(started + due.toNanos() - System.nanoTime());
                    samples.add(new Sample(
                            due.toSeconds(),
                            Usage.read(
                                    due.toSeconds(),
                                    program.pid(),
                                    collections,
                                    program.get("/metrics").body()),
                            BrowserUsage.cpuSeconds(ProcessHandle.of(program.pid()).stream()),
                            List.of(BrowserUsage.read(overview), BrowserUsage.read(quality))));
                    LOG.info("{}", row(samples.get(samples.size() - 1)));
                }
                assertThat(load.isAlive()).as("images are sent").isTrue();
            } finally {
                stopped.set(true);
                load.join();
            }
            overview.picture("page-endurance");
            report(samples);
        }
    }

    private static void send(Records records, AtomicBoolean stopped) {
        BoardGenerator generator = new BoardGenerator(7);
        List<byte[]> normal = IntStream.range(0, 200)
                .mapToObj(i -> generator.normal(i).picture().png())
                .toList();
        List<byte[]> defective = IntStream.range(0, 20)
                .mapToObj(i ->
                        generator.defective(i, DefectKind.COPPER, 12).picture().png())
                .toList();
        long started = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = records.producer()) {
            for (int i = 0; !stopped.get(); i++) {
                LockSupport.parkNanos(
                        started + i * Duration.ofSeconds(1).toNanos() / IMAGES_PER_SECOND - System.nanoTime());
                List<byte[]> images = i % IMAGES_PER_DEFECT == 0 ? defective : normal;
                byte[] key = ("plant-" + i % SOURCES).getBytes(UTF_8);
                producer.send(new ProducerRecord<>("images", key, images.get(i % images.size())));
            }
        }
    }

    private static void report(List<Sample> samples) throws IOException {
        List<Growth> growths = new ArrayList<>(
                Growth.of(samples.stream().map(Sample::application).toList()));
        for (int i = 0; i < 2; i++) {
            int browser = i;
            growths.add(growth(
                    "RESIDENT of browser " + i,
                    samples,
                    one -> one.browsers().get(browser).residentMegabytes()));
            growths.add(growth(
                    "HEAP of browser " + i,
                    samples,
                    one -> one.browsers().get(browser).heapMegabytes()));
            growths.add(growth(
                    "NODES of browser " + i,
                    samples,
                    one -> one.browsers().get(browser).nodes()));
        }
        List<String> lines = new ArrayList<>(List.of(
                "| seconds | images | application: resident MB | heap after GC MB | CPU s | overview: resident MB | heap MB"
                        + " | nodes | CPU s | quality: resident MB | heap MB | nodes | CPU s |",
                "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"));
        samples.forEach(sample -> lines.add(row(sample)));
        growths.forEach(growth -> lines.add("\n" + growth));
        Files.write(TABLE, lines);
        LOG.info("endurance of the page table={} {}", TABLE, growths);
        assertThat(growths).allMatch(Growth::flat);
    }

    private static Growth growth(String figure, List<Sample> samples, ToDoubleFunction<Sample> of) {
        return Growth.of(figure, samples.stream().mapToDouble(of).toArray());
    }

    private static String row(Sample sample) {
        StringBuilder row = new StringBuilder(String.format(
                Locale.ROOT,
                "| %d | %,d | %.0f | %.0f | %.1f |",
                sample.seconds(),
                sample.application().images(),
                sample.application().residentMegabytes(),
                sample.application().heapMegabytes(),
                sample.cpuSeconds()));
        for (BrowserUsage browser : sample.browsers()) {
            row.append(String.format(
                    Locale.ROOT,
                    " %.0f | %.1f | %,d | %.1f |",
                    browser.residentMegabytes(),
                    browser.heapMegabytes(),
                    browser.nodes(),
                    browser.cpuSeconds()));
        }
        return row.toString();
    }
}
