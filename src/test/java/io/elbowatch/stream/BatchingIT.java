package io.elbowatch.stream;

import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Batches of a stream thread with a real broker. */
class BatchingIT {
    private static final Duration NEVER = Duration.ofMinutes(10);

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(1);

    private final Records records = broker.records();
    private final FakeModel model = new FakeModel();
    private final List<FlushReason> flushes = new CopyOnWriteArrayList<>();
    private final List<Integer> seen = new CopyOnWriteArrayList<>();

    @Test
    void shouldFlushByCount() {
        records.send("images", "key", images(64));
        try (ScoringApplication application = start(new BatchLimits(16, 1 << 20, NEVER), NEVER)) {
            patiently().until(() -> flushes.size() >= 4);
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(flushes.subList(0, 4)).containsOnly(FlushReason.COUNT);
        assertThat(model.batches()).contains(16);
    }

    @Test
    void shouldFlushByBytes() {
        records.send("images", "key", images(8));
        try (ScoringApplication application = start(new BatchLimits(1000, 16, NEVER), NEVER)) {
            patiently().until(() -> flushes.size() >= 2);
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(flushes.subList(0, 2)).containsOnly(FlushReason.BYTES);
    }

    @Test
    void shouldFlushWhatHasLingered() {
        records.send("images", "key", images(3));
        try (ScoringApplication application = start(new BatchLimits(1000, 1 << 20, Duration.ofMillis(30)), NEVER)) {
            patiently().until(() -> !flushes.isEmpty());
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(flushes.get(0)).isEqualTo(FlushReason.LINGER);
    }

    @Test
    void shouldFlushBeforeACommitAndInOrder() {
        records.send("images", "key", images(40));
        try (ScoringApplication application = start(new BatchLimits(1000, 1 << 20, NEVER), Duration.ofMillis(100))) {
            patiently().until(() -> !flushes.isEmpty());
            assertThat(application.endedBy()).isEmpty();
        }
        assertThat(flushes).containsOnly(FlushReason.COMMIT);
        assertThat(scoredOffsets())
                .containsExactlyElementsOf(LongStream.range(0, 40).boxed().toList());
    }

    /**
     * The commit interval of Kafka Streams is at least 7.5 minutes here: only the request of the stream leads to a
     * commit.
     */
    @Test
    void shouldCommitWhenAnIntervalIsOver() {
        try (ScoringApplication application = start(new BatchLimits(1000, 1 << 20, NEVER), Duration.ofMillis(100))) {
            records.send("images", "key", images(3));
            patiently().until(() -> scoredOffsets().size() == 3);
            records.send("images", "key", List.of(new byte[1]));
            patiently().until(() -> records.readAll(List.of("rejected")).size() == 1);
            assertThat(application.endedBy()).isEmpty();
        }
    }

    @Test
    void shouldForwardOnCloseWhatWasHeldBack() {
        records.send("images", "key", images(5));
        try (ScoringApplication application = start(new BatchLimits(1000, 1 << 20, NEVER), NEVER)) {
            patiently().until(() -> application.status().ready());
            patiently().until(() -> seen.size() >= 5);
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

    private ScoringApplication start(BatchLimits limits, Duration commitInterval) {
        return broker.stream("batching")
                .of(model)
                .in(limits)
                .kafka("commit.interval.ms", commitInterval.toMillis())
                .kafka("transaction.timeout.ms", 900_000)
                .seenBy(new Recorder())
                .start();
    }

    /** The start of a stream is part of it. */
    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(1));
    }

    private List<Long> scoredOffsets() {
        return records.readJson("scores").stream()
                .map(score -> score.at("/image/offset").asLong())
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
        public void scoredBatch(FlushReason reason, int images, long inferenceNanos) {
            flushes.add(reason);
        }
    }
}
