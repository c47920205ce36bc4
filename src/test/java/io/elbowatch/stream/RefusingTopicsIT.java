package io.elbowatch.stream;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import io.elbowatch.testing.TestStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Topics that refuse what is written because of one image. No such image may stop the ones behind it. */
class RefusingTopicsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long YEAR_2100 = 4_102_444_800_000L;
    private static final RestartLimits NONE = new RestartLimits(0, Duration.ofMinutes(1));
    private static final String AFTER = "message.timestamp.after.max.ms";
    private static final String BEFORE = "message.timestamp.before.max.ms";
    private static final Map<String, String> ANY_TIME = Map.of(AFTER, Long.toString(Long.MAX_VALUE));
    private static final byte[] NORMAL = {100, 100, 100, 100};
    private static final byte[] BAD = {(byte) 250, (byte) 250, (byte) 250, (byte) 250};
    private static final byte[] BROKEN = {1, 2, 3};

    @AutoClose
    private static final TestBroker BROKER = TestBroker.withoutTopics();

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String prefix = "t" + COUNT.incrementAndGet() + "-";
    private final Topics topics = new Topics(
            prefix + "images",
            prefix + "scores",
            prefix + "anomalies",
            prefix + "evidence",
            prefix + "incidents",
            prefix + "rejected",
            Optional.empty());
    private final AtomicInteger moved = new AtomicInteger();
    private final Map<String, Map<String, String>> configs = new HashMap<>();
    private ScoringApplication application;

    @AfterEach
    void close() {
        if (application != null) {
            application.close();
        }
    }

    /** Kafka's defaults: an hour ahead at most. A stream thread that dies is not replaced here. */
    @ParameterizedTest
    @EnumSource(Guarantee.class)
    void shouldPassOnTimestampsThatTheOutputsRefuse(Guarantee guarantee) throws Exception {
        create();
        long now = System.currentTimeMillis();
        List<Long> timestamps = List.of(now, now + 2 * HOUR, YEAR_2100, 0L, Long.MAX_VALUE, now);
        send(timestamps, NORMAL);
        send(timestamps, BAD);
        send(timestamps, BROKEN);
        application = stream(NONE).guaranteeing(guarantee).start();

        List<ConsumerRecord<byte[], byte[]>> out = read(3 * timestamps.size());
        assertThat(application.endedBy()).isEmpty();
        assertThat(images(out)).containsExactlyInAnyOrderElementsOf(offsets(18));
        assertThat(of(out, topics.scores()))
                .extracting(score -> Records.json(score).at("/image/timestamp").asLong())
                .containsExactlyElementsOf(
                        Stream.concat(timestamps.stream(), timestamps.stream()).toList());
        assertThat(out)
                .allSatisfy(record -> assertThat(record.timestamp()).isLessThan(now + HOUR))
                .filteredOn(record -> original(record) != record.timestamp())
                .hasSize(9)
                .allSatisfy(record -> assertThat(Records.header(record, "elbowatch-timestamp"))
                        .isEqualTo(Long.toString(original(record))));
        List<ConsumerRecord<byte[], byte[]>> others =
                BROKER.records().readAll(List.of(topics.anomalies(), topics.evidence(), topics.incidents()));
        assertThat(of(others, topics.anomalies())).hasSize(6);
        // Pictures have a tenth of a core: some may be left out.
        assertThat(of(others, topics.evidence())).isNotEmpty().hasSizeLessThanOrEqualTo(6);
        assertThat(others).allSatisfy(record -> assertThat(record.timestamp()).isLessThan(now + HOUR));
        assertThat(moved.get()).isGreaterThanOrEqualTo(9 + 3);
    }

    /** Neither the past nor anything but a few seconds, and a topic that its broker stamps. */
    @Test
    void shouldStayWithinTheStrictestTopic() throws Exception {
        configs.put(topics.scores(), Map.of(BEFORE, "5000", AFTER, "30000"));
        configs.put(topics.rejected(), Map.of("message.timestamp.type", "LogAppendTime", BEFORE, "0", AFTER, "0"));
        create();
        long now = System.currentTimeMillis();
        send(List.of(0L, now - HOUR, now, YEAR_2100), NORMAL);
        send(List.of(0L, now, YEAR_2100), BROKEN);
        application = stream(NONE).start();

        assertThat(images(read(7))).containsExactlyInAnyOrderElementsOf(offsets(7));
        assertThat(application.endedBy()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Guarantee.class)
    void shouldReadTheLimitsAgainWhenTheyChangeWhileItRuns(Guarantee guarantee) throws Exception {
        create();
        application = stream(new RestartLimits(2, Duration.ofMinutes(1)))
                .guaranteeing(guarantee)
                .start();
        send(List.of(System.currentTimeMillis()), NORMAL);
        read(1);
        alter(topics.scores(), AFTER, "60000");
        send(List.of(System.currentTimeMillis() + HOUR / 2, System.currentTimeMillis()), NORMAL);
        read(3);
        alter(topics.rejected(), "max.message.bytes", "17000");
        send(List.of(System.currentTimeMillis()), new byte[20_000]);

        List<ConsumerRecord<byte[], byte[]>> out = read(4);
        assertThat(application.endedBy()).isEmpty();
        assertThat(images(out)).containsExactlyInAnyOrderElementsOf(offsets(4));
        assertThat(of(out, topics.rejected()))
                .extracting(record -> Records.header(record, "elbowatch-value-left-out"))
                .containsExactly("20000");
    }

    /** The broker compresses again, so that a record may be larger there than it was when it was sent. */
    @Test
    void shouldSendARejectionBareThatTheBrokerRefuses() throws Exception {
        int max = 12 << 20;
        configs.put(topics.images(), Map.of("max.message.bytes", Integer.toString(max)));
        configs.put(topics.rejected(), Map.of("max.message.bytes", Integer.toString(max), "compression.type", "gzip"));
        create();
        byte[] noise = new byte[max - 1_000];
        new Random(1).nextBytes(noise);
        send(List.of(System.currentTimeMillis()), noise);
        send(List.of(System.currentTimeMillis()), NORMAL);
        application = stream(new RestartLimits(1, Duration.ofMinutes(1))).start();

        List<ConsumerRecord<byte[], byte[]>> out = read(2);
        assertThat(application.endedBy()).isEmpty();
        assertThat(images(out)).containsExactlyInAnyOrder(0L, 1L);
        assertThat(of(out, topics.rejected()))
                .extracting(record -> Records.header(record, "elbowatch-value-left-out"))
                .containsExactly(Integer.toString(noise.length));
    }

    @ParameterizedTest
    @CsvSource({
        "scores, cleanup.policy, compact",
        "rejected, cleanup.policy, 'compact,delete'",
        "scores, max.message.bytes, 500",
        "incidents, max.message.bytes, 500",
        "rejected, max.message.bytes, 500",
    })
    void shouldRefuseAtTheStartWhatNoImageCouldPass(String topic, String name, String value) throws Exception {
        configs.put(prefix + topic, Map.of(name, value));
        create();
        assertThatThrownBy(() -> stream(NONE).start())
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.remedy()).contains(name, prefix + topic))
                .hasMessageContaining(prefix + topic);
    }

    @Test
    void shouldRefuseATopicThatAcceptsNoTimestamp() throws Exception {
        configs.put(topics.anomalies(), Map.of(BEFORE, "1000", AFTER, "1000"));
        create();
        assertThatThrownBy(() -> stream(NONE).start())
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.remedy()).contains(BEFORE, topics.anomalies()))
                .hasMessageContaining(topics.anomalies());
    }

    /** The topic is at fault and not the image, which must not be rejected for it. */
    @Test
    void shouldEndByTheNameOfATopicThatIsCompactedWhileItRuns() throws Exception {
        create();
        application = stream(new RestartLimits(1, Duration.ofMinutes(1))).start();
        send(List.of(System.currentTimeMillis()), NORMAL);
        read(1);
        alter(topics.scores(), "cleanup.policy", "compact");
        try (KafkaProducer<byte[], byte[]> producer = BROKER.records().producer()) {
            producer.send(new ProducerRecord<>(topics.images(), null, NORMAL)).get();
        }
        await().atMost(TIMEOUT).until(() -> application.endedBy().isPresent());

        Refusal end = application.endedBy().orElseThrow();
        assertThat(end).hasMessageContaining(topics.scores()).hasMessageContaining("cleanup.policy");
        assertThat(end.remedy()).contains("cleanup.policy", topics.scores());
        assertThat(read(1)).hasSize(1);
    }

    private TestStream stream(RestartLimits restarts) {
        return BROKER.stream(prefix + "it")
                .over(topics)
                .in(new BatchLimits(16, 32 << 20, Duration.ofMillis(20)))
                .judgedBy(Calibrations.judge(199, 0.05))
                .replacingThreads(restarts)
                .kafka("commit.interval.ms", 100)
                .seenBy(new ScoringObserver() {
                    @Override
                    public void timestampMoved() {
                        moved.incrementAndGet();
                    }
                });
    }

    private void create() throws Exception {
        List<NewTopic> all = new ArrayList<>();
        List<String> names = new ArrayList<>(topics.outputs());
        names.add(topics.images());
        for (String name : names) {
            Map<String, String> config = new HashMap<>(name.equals(topics.images()) ? ANY_TIME : Map.of());
            config.putAll(configs.getOrDefault(name, Map.of()));
            all.add(new NewTopic(name, Optional.of(1), Optional.empty()).configs(config));
        }
        try (Admin admin = BROKER.admin()) {
            admin.createTopics(all).all().get();
            await().until(() -> admin.listTopics().names().get().containsAll(names));
        }
    }

    private void alter(String topic, String name, String value) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp operation = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
        try (Admin admin = BROKER.admin()) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(operation)))
                    .all()
                    .get();
            await().until(() -> admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get(name)
                    .value()
                    .equals(value));
        }
    }

    private void send(List<Long> timestamps, byte[] value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = BROKER.records().producer()) {
            for (long timestamp : timestamps) {
                producer.send(new ProducerRecord<>(topics.images(), null, timestamp, "camera".getBytes(UTF_8), value))
                        .get();
            }
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> read(int count) {
        return BROKER.records()
                .readUntil(List.of(topics.scores(), topics.rejected()), TIMEOUT, found -> found.size() >= count);
    }

    private List<ConsumerRecord<byte[], byte[]>> of(List<ConsumerRecord<byte[], byte[]>> records, String topic) {
        return records.stream().filter(record -> record.topic().equals(topic)).toList();
    }

    private List<Long> images(List<ConsumerRecord<byte[], byte[]>> out) {
        return out.stream()
                .map(record -> record.topic().equals(topics.scores())
                        ? Records.json(record).at("/image/offset").asLong()
                        : Long.parseLong(Records.header(record, "elbowatch-offset")))
                .toList();
    }

    private long original(ConsumerRecord<byte[], byte[]> record) {
        return record.topic().equals(topics.scores())
                ? Records.json(record).at("/image/timestamp").asLong()
                : Long.parseLong(Records.header(record, "elbowatch-timestamp"));
    }

    private static List<Long> offsets(int count) {
        return Stream.iterate(0L, offset -> offset + 1).limit(count).toList();
    }
}
