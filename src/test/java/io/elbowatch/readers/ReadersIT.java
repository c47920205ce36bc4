package io.elbowatch.readers;

import io.elbowatch.core.quality.Truth;
import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.feedback.LabelWriter;
import io.elbowatch.stream.flow.PeopleTopics;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.output.OutputFormat;
import io.elbowatch.stream.output.OutputSettings;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Need;
import io.elbowatch.testing.Program;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import io.elbowatch.testing.TestStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Programs of others that read what the stream writes: Kafka Connect into PostgreSQL, and those of {@code examples/line}. */
class ReadersIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(120);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final byte[] NORMAL = {100, 100, 100, 100};
    private static final byte[] BAD = {(byte) 250, (byte) 250, (byte) 250, (byte) 250};
    private static final int LABELS = 30;

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(2);

    private final Records records = broker.records();

    @TempDir
    Path folder;

    /** The worker is killed before it commits where it has read to, so that all records come again. */
    @Test
    void shouldFillTheTablesWithEveryRecordOnceAlthoughTheWorkerIsKilled() throws Exception {
        TestStream stream = broker.stream("readers-it")
                .judgedBy(Calibrations.judge(199, 0.05))
                .over(Topics.DEFAULT.withPeople(
                        new PeopleTopics(Optional.of("feedback"), Optional.empty(), Optional.empty())))
                .creatingTopics()
                .writing(new OutputSettings(OutputFormat.CONNECT_JSON, Optional.empty()));
        try (PostgreSql tables = new PostgreSql();
                ScoringApplication application = stream.start();
                LabelWriter labels = LabelWriter.of(stream.settings(), "feedback")) {
            ConnectWorker connect = new ConnectWorker(folder, broker.bootstrapServers(), tables.port());
            send("camera-1", 300);
            label(labels, 0, Truth.DEFECT);
            try (Program worker = connect.start(NEVER)) {
                await().atMost(TIMEOUT)
                        .until(() -> tables.rows("scores") == 300
                                && tables.rows("incidents") > 0
                                && tables.rows("feedback") == LABELS);
                worker.kill();
                worker.awaitExit(TIMEOUT);
            }
            assertThat(committed("connect-elbowatch-scores"))
                    .as("records that would not come again")
                    .isZero();
            send("camera-2", 200);
            label(labels, 10, Truth.NORMAL);
            labels.withdraw(image(15));
            try (Program worker = connect.start(Duration.ofSeconds(1))) {
                await().atMost(TIMEOUT)
                        .until(() -> committed("connect-elbowatch-scores") > 0
                                && tables.rows("scores") == 500
                                && tables.rows("incidents") == count("incidents")
                                && tables.rows("feedback") == LABELS + 10 - 1);
                assertThat(worker.runs()).isTrue();
            }
            assertThat(count("scores")).isEqualTo(500);
            assertThat(application.endedBy()).isEmpty();

            assertThat(tables.query("select verdict_anomalous, count(*), min(image_source) from scores"
                            + " where image_timestamp > now() at time zone 'UTC' - interval '1 hour' group by 1"
                            + " order by 1"))
                    .contains("f|380|camera-1\nt|120|camera-1");
            assertThat(tables.query("select image, label, image_offset, kind from feedback where image_offset = 12"))
                    .contains("images-0-12|normal|12|scratch");
            assertThat(tables.query("select count(*) from feedback where image = 'images-0-15'"))
                    .contains("0");
        }
    }

    /** A transaction is aborted, and its records come again, as when an instance dies. */
    @Test
    void shouldTellALineEveryImageOnce() throws Exception {
        Optional<String> python = python();
        List<List<String>> commands = new ArrayList<>();
        for (String mode : List.of("", "--uncommitted")) {
            commands.add(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    Path.of("examples", "line", "Line.java").toAbsolutePath().toString(),
                    broker.bootstrapServers(),
                    mode));
            python.ifPresent(program -> commands.add(List.of(
                    program,
                    Path.of("examples", "line", "line.py").toAbsolutePath().toString(),
                    broker.bootstrapServers(),
                    mode)));
        }
        List<Program> lines = new ArrayList<>();
        try {
            for (List<String> command : commands) {
                lines.add(Program.start(
                        folder.resolve("line-" + lines.size()),
                        folder,
                        Map.of(
                                "CLASSPATH",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))),
                        command));
            }
            await().atMost(TIMEOUT)
                    .until(() -> lines.stream().allMatch(line -> line.output().contains("reads")));
            try (KafkaProducer<byte[], byte[]> instance = transactional()) {
                instance.beginTransaction();
                IntStream.range(0, 5).forEach(offset -> instance.send(score(offset)));
                instance.flush();
                instance.abortTransaction();
                instance.beginTransaction();
                IntStream.range(0, 8).forEach(offset -> instance.send(score(offset)));
                instance.send(rejected(8));
                instance.commitTransaction();
            }
            for (Program line : lines) {
                await().atMost(TIMEOUT).until(() -> decisions(line).size() >= 9);
                assertThat(decisions(line))
                        .containsExactlyInAnyOrder(
                                "images-1-0 pass",
                                "images-1-1 fail",
                                "images-1-2 pass",
                                "images-1-3 fail",
                                "images-1-4 pass",
                                "images-1-5 fail",
                                "images-1-6 pass",
                                "images-1-7 fail",
                                "images-1-8 fail");
            }
        } finally {
            lines.forEach(Program::close);
        }
        Need.LIBRDKAFKA.check(
                python.isPresent(), () -> "no Python with confluent_kafka: install Debian's python3-confluent-kafka");
    }

    /** One that has the module. */
    private Optional<String> python() {
        return Stream.of(Optional.of(Path.of("/usr/bin/python3")), Program.find("python3"))
                .flatMap(Optional::stream)
                .filter(Files::isExecutable)
                .map(Path::toString)
                .filter(this::hasModule)
                .findFirst();
    }

    private boolean hasModule(String python) {
        List<String> command = List.of(python, "-c", "import confluent_kafka");
        try (Program check = Program.start(folder.resolve("python"), folder, Map.of(), command)) {
            return check.awaitExit(TIMEOUT) == 0;
        }
    }

    private KafkaProducer<byte[], byte[]> transactional() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "instance"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }

    private static ProducerRecord<byte[], byte[]> score(int offset) {
        String json = "{\"schema\":1,\"image\":{\"topic\":\"images\",\"partition\":1,\"offset\":" + offset
                + ",\"timestamp\":1795188380062},\"verdict\":{\"anomalous\":" + (offset % 2 == 1) + "}}";
        // Half of them as connect-json has them.
        String value = offset < 4 ? json : "{\"schema\":{\"type\":\"struct\"},\"payload\":" + json + "}";
        return new ProducerRecord<>("scores", offset % 2, null, value.getBytes(UTF_8));
    }

    private static ProducerRecord<byte[], byte[]> rejected(int offset) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("rejected", new byte[] {1});
        Map.of("topic", "images", "partition", "1", "offset", Integer.toString(offset), "timestamp", "1795188380062")
                .forEach((name, value) -> record.headers().add("elbowatch-" + name, value.getBytes(UTF_8)));
        return record;
    }

    private static List<String> decisions(Program line) {
        return line.output()
                .lines()
                .filter(text -> text.matches("images-\\d+-\\d+ (pass|fail) \\d+"))
                .map(text -> text.substring(0, text.lastIndexOf(' ')))
                .toList();
    }

    private void send(String camera, int count) {
        records.send("images", camera, Collections.nCopies(count - 60, NORMAL));
        records.send("images", camera, Collections.nCopies(60, BAD));
    }

    /** Labels images from an offset on. */
    private static void label(LabelWriter labels, int from, Truth truth) {
        for (int offset = from; offset < from + LABELS; offset++) {
            labels.write(new LabelRecord(
                    image(offset),
                    OptionalLong.empty(),
                    Optional.empty(),
                    truth,
                    Optional.of("scratch"),
                    Optional.empty(),
                    "anna",
                    1_795_188_380_062L,
                    Optional.empty()));
        }
    }

    private static OutputOrigin image(int offset) {
        return new OutputOrigin("images", 0, offset);
    }

    private long count(String topic) {
        return records.readAll(List.of(topic)).size();
    }

    private long committed(String group) throws InterruptedException, ExecutionException {
        try (Admin admin = broker.admin()) {
            return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                    .filter(Objects::nonNull)
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        }
    }
}
