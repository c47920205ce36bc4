package io.elbowatch.stream.live;

import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.live.Journal.Entry;
import io.elbowatch.stream.live.Journal.Kind;
import io.elbowatch.stream.live.LiveView.Watch;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.LiveRecords;
import io.elbowatch.testing.Records;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The reader against a real broker: what it reads back, and that it stops without watchers. */
class LiveTopicsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String SHA = "0123456789abcdef";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0};

    private static EmbeddedBroker broker;
    private static int number;

    private String prefix;
    private Records records;
    private LiveTopics live;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopics() {
        prefix = "t" + ++number + "-";
        broker.createTopics(
                Map.of(prefix + "scores", 3, prefix + "anomalies", 2, prefix + "evidence", 2, prefix + "incidents", 1));
        records = new Records(broker.bootstrapServers());
        live = live(Duration.ofMillis(100));
    }

    @AfterEach
    void close() {
        live.close();
    }

    @Test
    void shouldShowRecordsFromBeforeTheFirstWatcher() {
        long now = System.currentTimeMillis();
        send("anomalies", "line-1", LiveRecords.anomaly("line-1", 1, now, 0.0001, SHA), Map.of());
        send("evidence", "line-1", PNG, LiveRecords.coordinates(1));
        send("incidents", "line-1", LiveRecords.incident("opened", "i-1", "line-1", now, now), Map.of());
        send("scores", "line-1", LiveRecords.anomaly("line-1", 1, now, 0.5, SHA), Map.of());

        try (Watch watch = live.watch()) {
            await().atMost(TIMEOUT).until(() -> count(watch, Kind.PICTURED) == 1);
            await().atMost(TIMEOUT).until(() -> count(watch, Kind.INCIDENT) == 1);
            await().atMost(TIMEOUT).until(() -> last(watch, Kind.SCORES).contains("\"size\":1,"));
            assertThat(live.picture("images-0-1")).contains(PNG);
        }
    }

    @Test
    void shouldReadBackTheNewestOfALongTopic() throws InterruptedException {
        records.send(
                prefix + "anomalies",
                "line-1",
                IntStream.range(0, 2_000)
                        .mapToObj(i -> LiveRecords.anomaly("line-1", i, i, 0.0001, SHA))
                        .toList());

        try (Watch watch = live.watch()) {
            await().atMost(TIMEOUT).until(() -> last(watch, Kind.PLAIN).contains("images-0-1999"));
            assertThat(count(watch, Kind.PLAIN)).isEqualTo(40);
        }
    }

    @Test
    void shouldShowNewRecords() {
        try (Watch watch = live.watch()) {
            await().atMost(TIMEOUT).until(() -> count(watch, Kind.PULSE) > 0);
            long now = System.currentTimeMillis();
            send("anomalies", "line-2", LiveRecords.anomaly("line-2", 2, now, 0.0001, SHA), Map.of());

            await().atMost(TIMEOUT).until(() -> count(watch, Kind.PLAIN) == 1);
        }
    }

    @Test
    void shouldNameAMissingTopicAndReadItOnceItExists() {
        try (Watch watch = live.watch()) {
            await().atMost(TIMEOUT)
                    .until(() -> last(watch, Kind.TROUBLE).contains("there is no topic " + prefix + "rejected"));
            broker.createTopics(Map.of(prefix + "rejected", 1));
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> !last(watch, Kind.TROUBLE).contains("there is no topic"));
        }
    }

    @Test
    void shouldStopReadingWithoutWatchers() {
        assertThat(readers()).isZero();
        Watch first = live.watch();
        Watch second = live.watch();
        await().atMost(TIMEOUT).until(() -> count(first, Kind.PULSE) > 0);
        first.close();
        first.close();
        assertThat(readers()).isEqualTo(1);

        second.close();

        await().atMost(TIMEOUT).until(() -> readers() == 0);
        assertThat(live.picture("images-0-1")).isEmpty();
    }

    @Test
    void shouldKeepReadingForAWatcherThatReturnsSoon() {
        LiveTopics patient = live(Duration.ofMinutes(10));
        try {
            Watch first = patient.watch();
            String journal = first.journal().name();
            first.close();
            try (Watch second = patient.watch()) {
                assertThat(second.journal().name()).isEqualTo(journal);
            }
        } finally {
            patient.close();
        }
        assertThat(readers()).isZero();
    }

    @Test
    void shouldReportThatTheBrokerIsAwayAndRecoverByItself() {
        try (EmbeddedBroker fragile = EmbeddedBroker.start()) {
            fragile.createTopics(Map.of(prefix + "scores", 1, prefix + "anomalies", 1));
            LiveTopics watched = live(fragile, Duration.ofMillis(100));
            try (Watch watch = watched.watch()) {
                await().atMost(TIMEOUT).until(() -> count(watch, Kind.PULSE) > 0);
                fragile.stop();
                await().atMost(TIMEOUT).until(() -> last(watch, Kind.TROUBLE).contains("no answer from"));
                fragile.restart();
                new Records(fragile.bootstrapServers())
                        .send(
                                prefix + "anomalies",
                                "line-1",
                                List.of(LiveRecords.anomaly("line-1", 1, 1, 0.0001, SHA)));
                await().atMost(Duration.ofSeconds(30)).until(() -> count(watch, Kind.PLAIN) == 1);
                await().atMost(TIMEOUT).until(() -> !last(watch, Kind.TROUBLE).contains("no answer from"));
            } finally {
                watched.close();
            }
        }
    }

    private LiveTopics live(Duration linger) {
        return live(broker, linger);
    }

    private LiveTopics live(EmbeddedBroker of, Duration linger) {
        Topics topics = new Topics(
                prefix + "images",
                prefix + "scores",
                prefix + "anomalies",
                prefix + "evidence",
                prefix + "incidents",
                prefix + "rejected",
                Optional.empty());
        StreamSettings settings = new StreamSettings(
                "live-test",
                Flows.of(topics, new BatchLimits(8, 1 << 20, Duration.ofMillis(10))),
                false,
                1,
                Guarantee.EXACTLY_ONCE_V2,
                new RestartLimits(0, Duration.ofSeconds(1)),
                Map.of("bootstrap.servers", of.bootstrapServers()));
        Judge judge = new Judge(Calibrations.upTo(2_000), 1, Decider.DEFAULT, 0.01);
        return new LiveTopics(
                settings,
                () -> new DrawnModel(new ModelIdentity("boards", "2.0.0", SHA, "cpu"), judge),
                Optional::empty,
                linger);
    }

    private void send(String topic, String key, byte[] value, Map<String, String> headers) {
        try (KafkaProducer<byte[], byte[]> producer = records.producer()) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(prefix + topic, key.getBytes(UTF_8), value);
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
            producer.send(record);
        }
    }

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("live-reader"))
                .count();
    }

    private static long count(Watch watch, Kind kind) throws InterruptedException {
        return watch.journal().after(0, 0).stream()
                .filter(entry -> entry.kind() == kind)
                .count();
    }

    private static String last(Watch watch, Kind kind) throws InterruptedException {
        return watch.journal().after(0, 0).stream()
                .filter(entry -> entry.kind() == kind)
                .reduce((earlier, later) -> later)
                .map(Entry::json)
                .orElse("");
    }
}
