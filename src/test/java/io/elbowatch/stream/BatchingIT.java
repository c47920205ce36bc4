package io.elbowatch.stream;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.demo.broker.EmbeddedBroker;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.Records;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Batches as they really form, in a stream thread over a broker. */
class BatchingIT {
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final Duration NEVER = Duration.ofMinutes(10);

    private final FakeModel model = new FakeModel();
    private final List<FlushReason> flushes = new CopyOnWriteArrayList<>();
    private EmbeddedBroker broker;
    private Records records;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.start();
        broker.createTopics(
                Map.of("images", 1, "scores", 1, "anomalies", 1, "evidence", 1, "incidents", 1, "rejected", 1));
        records = new Records(broker.bootstrapServers());
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    @Test
    void shouldFlushByCount() {
        records.send("images", "key", images(64));
        try (ScoringApplication application = start(new BatchLimits(16, 1 << 20, NEVER), NEVER)) {
            await().until(() -> flushes.size() >= 4);
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(flushes.subList(0, 4)).containsOnly(FlushReason.COUNT);
        assertThat(model.batches()).contains(16);
    }

    @Test
    void shouldFlushByBytes() {
        records.send("images", "key", images(8));
        try (ScoringApplication application = start(new BatchLimits(1000, 16, NEVER), NEVER)) {
            await().until(() -> flushes.size() >= 2);
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(flushes.subList(0, 2)).containsOnly(FlushReason.BYTES);
    }

    @Test
    void shouldFlushWhatHasLingered() {
        records.send("images", "key", images(3));
        try (ScoringApplication application = start(new BatchLimits(1000, 1 << 20, Duration.ofMillis(30)), NEVER)) {
            await().until(() -> !flushes.isEmpty());
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(flushes.get(0)).isEqualTo(FlushReason.LINGER);
    }

    @Test
    void shouldFlushBeforeACommitAndInOrder() {
        records.send("images", "key", images(40));
        try (ScoringApplication application = start(new BatchLimits(1000, 1 << 20, NEVER), Duration.ofMillis(100))) {
            await().until(() -> !flushes.isEmpty());
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(flushes).containsOnly(FlushReason.COMMIT);
        assertThat(scoredOffsets())
                .containsExactlyElementsOf(LongStream.range(0, 40).boxed().toList());
    }

    @Test
    void shouldLetOutOnCloseWhatWasHeldBack() {
        records.send("images", "key", images(5));
        try (ScoringApplication application = start(new BatchLimits(1000, 1 << 20, NEVER), NEVER)) {
            await().until(() -> application.status().ready());
            await().until(() -> seen.size() >= 5);
        }
        assertThat(scoredOffsets()).hasSize(5);
    }

    @Test
    void shouldRejectOnePoisonImageOfTwentyUnderItsOwnCoordinates() {
        List<byte[]> images = images(20);
        images.set(7, new byte[] {66, 66, 66, 66});
        model.failingOn(image -> image[0] == 66);
        records.send("images", "key", images);
        try (ScoringApplication application = start(new BatchLimits(20, 1 << 20, NEVER), Duration.ofMillis(100))) {
            List<ConsumerRecord<byte[], byte[]>> out = records.readUntil(
                    List.of("scores", "rejected"), Duration.ofSeconds(30), found -> found.size() >= 20);
            assertThat(out).hasSize(20);
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(scoredOffsets()).hasSize(19).doesNotContain(7L);
        ConsumerRecord<byte[], byte[]> rejected =
                records.readAll(List.of("rejected")).get(0);
        assertThat(rejected.value()).isEqualTo(images.get(7));
        assertThat(Records.header(rejected, "elbowatch-reason")).isEqualTo("model_failed");
        assertThat(Records.header(rejected, "elbowatch-offset")).isEqualTo("7");
    }

    private final List<Integer> seen = new CopyOnWriteArrayList<>();

    private ScoringApplication start(BatchLimits limits, Duration commitInterval) {
        StreamSettings settings = new StreamSettings(
                "batching",
                Flows.of(TOPICS, limits),
                false,
                1,
                Guarantee.EXACTLY_ONCE_V2,
                new RestartLimits(0, Duration.ofMinutes(1)),
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "commit.interval.ms",
                        Long.toString(commitInterval.toMillis()),
                        "transaction.timeout.ms",
                        "900000"));
        return ScoringApplication.start(
                settings,
                new ScoringTopology(
                        model,
                        new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH),
                        DecodeLimits.DEFAULT,
                        new Judge(Calibrations.upTo(999), 1, Decider.DEFAULT, 0.01),
                        Flows.of(TOPICS, limits),
                        new Recorder(),
                        Clock.systemUTC()));
    }

    private List<Long> scoredOffsets() {
        return records.readAll(List.of("scores")).stream()
                .map(record -> new String(record.value(), java.nio.charset.StandardCharsets.UTF_8))
                .map(json -> Long.parseLong(json.replaceAll(".*\"offset\":(\\d+).*", "$1")))
                .toList();
    }

    private static List<byte[]> images(int count) {
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(new byte[] {1, 2, 3, (byte) i});
        }
        return images;
    }

    private final class Recorder implements ScoringObserver {
        @Override
        public void received(int bytes) {
            seen.add(bytes);
        }

        @Override
        public void decoded(long nanos) {}

        @Override
        public void waiting(int images, long bytes) {}

        @Override
        public void scoredBatch(FlushReason reason, int images, long inferenceNanos) {
            flushes.add(reason);
        }

        @Override
        public void scored(ImageOrigin origin, ElboTerms terms, Verdict verdict, long ageMillis) {}

        @Override
        public void rejected(ImageOrigin origin, Rejection.Reason reason, long ageMillis) {}
    }
}
