package io.elbowatch.stream;

import io.elbowatch.core.Sha256;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.access.StreamTimes;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.reference.StoredValues;
import io.elbowatch.stream.storage.Storage;
import io.elbowatch.stream.storage.StorageSettings;
import io.elbowatch.stream.storage.StoreAddress;
import io.elbowatch.stream.wire.StoredValue;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.S3Server;
import io.elbowatch.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Pictures and rejected values go to a real S3 server that goes away and comes back under load, for longer than a poll may take,
 * in both group protocols. What readers of committed records see afterwards is one result for each image, and all objects that
 * records name are there.
 */
class StorageIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(6);
    private static final int PARTITIONS = 2;

    @TempDir
    private Path folder;

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(PARTITIONS);

    private final Records records = broker.records();
    private int sent;

    @Test
    void shouldLoseAndRepeatNothingWhileTheStoreIsAway() throws Exception {
        Topics classic = Topics.DEFAULT;
        Topics streams = broker.createSecondTopics(PARTITIONS);
        StorageSettings settings = new StorageSettings(
                Optional.of(new StoreAddress("s3://plant/line-1/")),
                Optional.of(new StoreAddress("s3://plant/refused/")),
                8,
                Duration.ofSeconds(3),
                1 << 20);
        try (S3Server store = S3Server.start("plant", folder);
                Storage one = storage(settings);
                Storage two = storage(settings);
                ScoringApplication first = start("classic", classic, one);
                ScoringApplication second = start("streams", streams, two)) {
            store.put(Map.of("first", new byte[1])); // the server is slow at first
            send(40);
            awaitResults(classic, streams);

            store.stop();
            send(60);
            await().atMost(TIMEOUT)
                    .until(() -> one.counts().awayNanos() > 2 * MAX_POLL_INTERVAL.toNanos()
                            && two.counts().awayNanos() > 2 * MAX_POLL_INTERVAL.toNanos());
            send(20);
            assertThat(first.endedBy()).isEmpty();
            store.begin();
            awaitResults(classic, streams);

            assertThat(first.endedBy()).isEmpty();
            assertThat(second.endedBy()).isEmpty();
            await().atMost(TIMEOUT).until(() -> !one.isAway() && !two.isAway());
            assertThat(one.counts().waiting()).isZero();
            requireObjects(settings, List.of("evidence", "rejected", "evidence-2", "rejected-2"));
        }
    }

    private Storage storage(StorageSettings settings) {
        StreamTimes times = new StreamTimes(broker.stream("times")
                .kafka("max.poll.interval.ms", MAX_POLL_INTERVAL.toMillis())
                .settings());
        return new Storage(settings, times.storePatience());
    }

    private ScoringApplication start(String protocol, Topics topics, Storage storage) {
        return broker.stream("storage-" + protocol)
                .over(topics)
                .kafka("group.protocol", protocol)
                .kafka("max.poll.interval.ms", MAX_POLL_INTERVAL.toMillis())
                .kafka("max.poll.records", 20)
                .replacingThreads(new RestartLimits(0, Duration.ofMinutes(1)))
                .storing(storage)
                .start();
    }

    /** Every third is anomalous, every fourth no image. */
    private void send(int images) {
        for (String topic : List.of("images", "images-2")) {
            List<byte[]> values = new ArrayList<>();
            for (int i = sent; i < sent + images; i++) {
                byte[] image = new byte[i % 4 == 0 ? 3 : 4];
                Arrays.fill(image, (byte) (i % 3 == 0 ? 250 : 100 + i % 5));
                values.add(image);
            }
            records.send(topic, "camera-1", values);
        }
        sent += images;
    }

    private void awaitResults(Topics... applications) {
        for (Topics topics : applications) {
            List<String> results = List.of(topics.scores(), topics.rejected());
            List<ConsumerRecord<byte[], byte[]>> read =
                    records.readUntil(results, TIMEOUT, found -> found.size() >= sent);
            assertThat(read.stream().map(StorageIT::origin))
                    .doesNotHaveDuplicates()
                    .hasSize(sent);
            assertThat(records.readAll(results)).as("none came later").hasSize(sent);
            // A slow machine leaves pictures out.
            assertThat(records.readAll(List.of(topics.evidence())).stream().map(StorageIT::origin))
                    .doesNotHaveDuplicates();
        }
    }

    private void requireObjects(StorageSettings settings, List<String> topics) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> all = records.readAll(topics);
        assertThat(all).isNotEmpty();
        try (StoredValues values = StoredValues.of(settings)) {
            for (ConsumerRecord<byte[], byte[]> record : all) {
                assertThat(record.value()).isNull();
                StoredValue stored =
                        StoredValue.of(name -> Records.header(record, name)).orElseThrow();
                assertThat(Sha256.hex(values.get(stored))).isEqualTo(stored.sha256());
            }
        }
    }

    private static String origin(ConsumerRecord<byte[], byte[]> result) {
        if (result.topic().startsWith("scores")) {
            return Records.json(result).at("/image/partition").asInt() + "-"
                    + Records.json(result).at("/image/offset").asLong();
        }
        return Records.header(result, "elbowatch-partition") + "-" + Records.header(result, "elbowatch-offset");
    }
}
