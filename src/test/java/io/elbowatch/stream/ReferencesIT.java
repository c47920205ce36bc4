package io.elbowatch.stream;

import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.Sha256;
import io.elbowatch.download.AllowedPlaces;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.monitor.StreamReading.Figure;
import io.elbowatch.stream.reference.ReferenceSettings;
import io.elbowatch.stream.reference.References;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.S3Server;
import io.elbowatch.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Records that refer to objects of a real S3 server, which fails and comes back under load, in both group protocols: two
 * applications, each with topics of its own. What readers of committed records see afterwards is one result for each record,
 * of the right object.
 */
class ReferencesIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int OBJECTS = 50;
    private static final int PARTITIONS = 2;
    private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(PARTITIONS);

    private final Records records = broker.records();

    /** By topic, partition and offset: the grey of the image, or why there is none. */
    private final Map<String, String> expected = new HashMap<>();

    @Test
    void shouldLoseAndRepeatNothingWhileTheStoreIsAway() throws Exception {
        Topics classic = Topics.DEFAULT;
        Topics streams = broker.createSecondTopics(PARTITIONS);
        ReferenceSettings settings = new ReferenceSettings(
                AllowedPlaces.parseAddresses("s3://plant/line-1/"), 4, Duration.ofSeconds(5), 1 << 20, 1 << 20);
        try (S3Server store = S3Server.start("plant", folder);
                References references = new References(settings);
                ScoringApplication first = start("classic", classic, references);
                ScoringApplication second = start("streams", streams, references);
                KafkaProducer<byte[], byte[]> producer = records.producer()) {
            store.put(objects());
            send(producer, 0, 60);
            awaitResults(classic, streams);
            double rebalances = rebalances(first, second);

            store.stop();
            send(producer, 60, 200);
            long failures = references.counts().failures();
            await().atMost(TIMEOUT).until(() -> references.counts().failures() > failures + 8);
            await().atMost(TIMEOUT)
                    .until(() -> references.counts().unreachableNanos() > MAX_POLL_INTERVAL.toNanos() * 2);
            send(producer, 200, 240);
            assertThat(references.counts().waiting()).isPositive();
            store.begin();
            send(producer, 240, 300);
            awaitResults(classic, streams);

            assertThat(rebalances(first, second)).as("nobody left the group").isEqualTo(rebalances);
            assertThat(first.endedBy()).isEmpty();
            assertThat(second.endedBy()).isEmpty();
            assertThat(first.status().ready()).isTrue();
            assertThat(references.counts().waiting()).isZero();
            assertThat(references.counts().bufferedBytes()).isZero();
        }
    }

    private ScoringApplication start(String protocol, Topics topics, References references) {
        return broker.stream("references-" + protocol)
                .over(topics)
                .kafka("group.protocol", protocol)
                .kafka("max.poll.interval.ms", MAX_POLL_INTERVAL.toMillis())
                .kafka("max.poll.records", 20)
                .reading(Flows.BY_HEADER)
                .referring(references)
                .start();
    }

    /** Each is of one grey, its number. */
    private static Map<String, byte[]> objects() {
        Map<String, byte[]> objects = new HashMap<>();
        for (int i = 0; i < OBJECTS; i++) {
            objects.put("line-1/" + i, object(i));
        }
        return objects;
    }

    private static byte[] object(int number) {
        byte[] pixels = new byte[4];
        Arrays.fill(pixels, (byte) number);
        return pixels;
    }

    /** Sends records of all kinds to both topics. */
    private void send(KafkaProducer<byte[], byte[]> producer, int from, int to)
            throws ExecutionException, InterruptedException {
        for (String topic : List.of("images", "images-2")) {
            Map<Future<RecordMetadata>, String> sent = new HashMap<>();
            for (int i = from; i < to; i++) {
                String[] outcome = new String[1];
                ProducerRecord<byte[], byte[]> record = record(topic, i, outcome);
                sent.put(producer.send(record), outcome[0]);
            }
            for (Map.Entry<Future<RecordMetadata>, String> each : sent.entrySet()) {
                RecordMetadata at = each.getKey().get();
                expected.put(at.topic() + "-" + at.partition() + "-" + at.offset(), each.getValue());
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int i, String[] outcome) {
        int number = i % OBJECTS;
        String key = "s3://plant/line-1/" + number;
        byte[] value = null;
        byte[] source = ("camera-" + i % 7).getBytes(UTF_8);
        String sha256 = Sha256.hex(object(number));
        outcome[0] = Integer.toString(number);
        switch (i % 20) {
            case 3 -> {
                key = "s3://plant/line-1/none-" + i;
                outcome[0] = Reason.REFERENCE_MISSING.label();
            }
            case 5 -> {
                key = "s3://other/line-1/" + number;
                outcome[0] = Reason.REFERENCE_REFUSED.label();
            }
            case 7 -> {
                sha256 = Sha256.hex(new byte[0]);
                outcome[0] = Reason.REFERENCE_CHANGED.label();
            }
            case 9, 10, 11 -> {
                key = null;
                value = object(number);
            }
            default -> {
                // an object that is there
            }
        }
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, i % PARTITIONS, source, value);
        if (key != null) {
            record.headers().add("elbowatch-ref", key.getBytes(UTF_8));
            record.headers().add("elbowatch-ref-sha256", sha256.getBytes(UTF_8));
        }
        return record;
    }

    private void awaitResults(Topics... applications) {
        List<String> topics = Arrays.stream(applications)
                .flatMap(names -> List.of(names.scores(), names.rejected()).stream())
                .toList();
        List<ConsumerRecord<byte[], byte[]>> results =
                records.readUntil(topics, TIMEOUT, read -> read.size() >= expected.size());
        List<String> origins = new ArrayList<>();
        Map<String, String> found = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> result : results) {
            String origin = origin(result);
            origins.add(origin);
            found.put(origin, outcome(result));
        }
        assertThat(origins).as("one result for each record").doesNotHaveDuplicates();
        assertThat(found).isEqualTo(expected);
        assertThat(records.readAll(topics)).as("none came later").hasSize(expected.size());
        for (String scores : List.of("scores", "scores-2")) {
            assertThat(order(results, scores))
                    .allSatisfy((source, offsets) -> assertThat(offsets).isSorted());
        }
    }

    /** The offsets of each source and partition as they left: a source is read from one partition of scores. */
    private static Map<String, List<Long>> order(List<ConsumerRecord<byte[], byte[]>> results, String scores) {
        return results.stream()
                .filter(result -> result.topic().equals(scores))
                .collect(Collectors.groupingBy(
                        result -> new String(result.key(), UTF_8) + "/"
                                + Records.json(result).at("/image/partition").asInt(),
                        Collectors.mapping(
                                result ->
                                        Records.json(result).at("/image/offset").asLong(),
                                Collectors.toList())));
    }

    private static boolean isScore(ConsumerRecord<byte[], byte[]> result) {
        return result.topic().startsWith("scores");
    }

    private static String origin(ConsumerRecord<byte[], byte[]> result) {
        if (isScore(result)) {
            return Records.json(result).at("/image/topic").asText() + "-"
                    + Records.json(result).at("/image/partition").asInt() + "-"
                    + Records.json(result).at("/image/offset").asLong();
        }
        return Records.header(result, "elbowatch-topic") + "-" + Records.header(result, "elbowatch-partition") + "-"
                + Records.header(result, "elbowatch-offset");
    }

    private static String outcome(ConsumerRecord<byte[], byte[]> result) {
        return isScore(result)
                ? Long.toString(
                        Math.round(Records.json(result).at("/terms/local").asDouble()))
                : Records.header(result, "elbowatch-reason");
    }

    private static double rebalances(ScoringApplication... applications) {
        return Arrays.stream(applications)
                .flatMap(application -> application.readings().stream())
                .filter(reading -> reading.figure() == Figure.REBALANCES || reading.figure() == Figure.THREAD_FAILURES)
                .mapToDouble(reading -> reading.value())
                .sum();
    }
}
