package io.elbowatch.stream.reference;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.download.AllowedPlaces;
import io.elbowatch.stream.intake.Claim;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A consumer without a broker over two partitions; its store gives what a test puts there, and time passes by hand. */
class HeldRecordsTest {
    private static final TopicPartition ZERO = new TopicPartition("images", 0);
    private static final TopicPartition ONE = new TopicPartition("images", 1);
    private static final int MAX_BYTES = 100;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> slow = new ConcurrentHashMap<>();
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean reachable = true;

    @AutoClose
    private final References references = references(1 << 20);

    private final HeldRecords held = new HeldRecords(references, HeldRecordsTest::claim);

    @BeforeEach
    void assign() {
        consumer.assign(List.of(ZERO, ONE));
        consumer.updateBeginningOffsets(Map.of(ZERO, 0L, ONE, 0L));
    }

    private References references(long bufferBytes) {
        ReferenceSettings settings = new ReferenceSettings(
                AllowedPlaces.parseAddresses("s3://plant/"), 4, Duration.ofSeconds(1), bufferBytes, MAX_BYTES);
        return new References(settings, this::get, nanos::get);
    }

    private Outcome get(Claim claim) throws IOException {
        CountDownLatch gate = slow.get(claim.uri());
        if (gate != null) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        if (!reachable) {
            throw new IOException("nobody answers");
        }
        byte[] object = objects.get(claim.uri());
        return object == null
                ? new Outcome.Refused(new Rejection(Reason.REFERENCE_MISSING, "there is nothing"))
                : new Outcome.Fetched(object, null);
    }

    private static Optional<Claim> claim(ConsumerRecord<byte[], byte[]> record) {
        String text = new String(record.value(), UTF_8);
        return text.startsWith("s3:")
                ? Optional.of(new Claim(text, Optional.empty(), Optional.empty()))
                : Optional.empty();
    }

    private void add(TopicPartition partition, long offset, String value) {
        consumer.addRecord(new ConsumerRecord<>(
                partition.topic(), partition.partition(), offset, new byte[0], value.getBytes(UTF_8)));
    }

    private CountDownLatch delay(String object) {
        CountDownLatch gate = new CountDownLatch(1);
        slow.put(object, gate);
        return gate;
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        return held.poll(consumer, Duration.ZERO, true, consumer::poll);
    }

    private static List<Long> offsets(ConsumerRecords<byte[], byte[]> records, TopicPartition partition) {
        return records.records(partition).stream().map(ConsumerRecord::offset).toList();
    }

    /** Polls until this number of records of a partition has come. */
    private List<Long> pollUntil(TopicPartition partition, int number) {
        List<Long> offsets = new ArrayList<>();
        await().pollInSameThread().until(() -> {
            offsets.addAll(offsets(poll(), partition));
            return offsets.size() >= number;
        });
        return offsets;
    }

    @Test
    void shouldHandOnWhatTheConsumerReadWhereNothingIsReferredTo() {
        add(ZERO, 0, "image");
        add(ZERO, 1, "image");
        ConsumerRecords<byte[], byte[]> records = poll();

        assertThat(offsets(records, ZERO)).containsExactly(0L, 1L);
        assertThat(records.nextOffsets().get(ZERO).offset()).isEqualTo(2);
        assertThat(held.position(ZERO)).isEmpty();
    }

    @Test
    void shouldHandOnNothingBehindAnObjectThatIsNotHere() {
        CountDownLatch gate = delay("s3://plant/b");
        objects.put("s3://plant/b", new byte[] {2});
        add(ZERO, 0, "image");
        add(ZERO, 1, "s3://plant/b");
        add(ZERO, 2, "image");
        add(ONE, 0, "image");

        ConsumerRecords<byte[], byte[]> first = poll();
        assertThat(offsets(first, ZERO)).containsExactly(0L);
        assertThat(first.nextOffsets().get(ZERO).offset()).isEqualTo(1);
        assertThat(held.position(ZERO)).isEqualTo(OptionalLong.of(1));
        assertThat(offsets(first, ONE)).containsExactly(0L);
        assertThat(poll().isEmpty()).isTrue();

        gate.countDown();
        await().until(() -> references.counts().fetched() == 1);
        ConsumerRecords<byte[], byte[]> then = poll();
        assertThat(offsets(then, ZERO)).containsExactly(1L, 2L);
        assertThat(then.nextOffsets().get(ZERO).offset()).isEqualTo(3);
        assertThat(held.position(ZERO)).isEmpty();
        assertThat(references.take("images", 0, 1))
                .isInstanceOfSatisfying(
                        Outcome.Fetched.class,
                        object -> assertThat(object.bytes()).containsExactly(2));
    }

    @Test
    void shouldKeepTheOrderOfAPartitionWhereALaterObjectComesFirst() {
        CountDownLatch gate = delay("s3://plant/a");
        for (String object : List.of("s3://plant/a", "s3://plant/b")) {
            objects.put(object, new byte[1]);
        }
        add(ZERO, 0, "s3://plant/a");
        add(ZERO, 1, "s3://plant/b");
        poll();
        await().until(() -> references.counts().fetched() == 1);
        assertThat(poll().isEmpty()).isTrue();

        gate.countDown();
        assertThat(pollUntil(ZERO, 2)).containsExactly(0L, 1L);
    }

    @Test
    void shouldFetchAgainUntilTheStoreAnswers() {
        reachable = false;
        objects.put("s3://plant/a", new byte[1]);
        add(ZERO, 0, "s3://plant/a");
        for (int i = 1; i <= 20; i++) {
            poll();
            long tries = i;
            await().until(() -> {
                poll();
                return references.counts().failures() >= tries;
            });
            nanos.addAndGet(Backoff.LONGEST_NANOS);
        }
        assertThat(references.obstacle().orElseThrow()).contains("200 s").endsWith("nobody answers");
        assertThat(references.counts().unreachableNanos()).isEqualTo(20 * Backoff.LONGEST_NANOS);
        assertThat(references.counts().waiting()).isEqualTo(1);

        reachable = true;
        assertThat(pollUntil(ZERO, 1)).containsExactly(0L);
        assertThat(references.obstacle()).isEmpty();
        assertThat(references.counts().waiting()).isZero();
    }

    @Test
    void shouldNotAskAStoreAgainBeforeThePauseIsOver() {
        reachable = false;
        add(ZERO, 0, "s3://plant/a");
        poll();
        await().until(() -> references.counts().failures() == 1);
        nanos.addAndGet(Backoff.FIRST_NANOS / 2 - 1);
        poll();
        poll();

        assertThat(references.counts().failures()).isEqualTo(1);
        assertThat(references.counts().bufferedBytes()).isZero();
    }

    @Test
    void shouldHandOnARecordWhoseObjectIsMissing() {
        add(ZERO, 0, "s3://plant/none");
        assertThat(pollUntil(ZERO, 1)).containsExactly(0L);

        assertThat(references.take("images", 0, 0))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.rejection().reason()).isEqualTo(Reason.REFERENCE_MISSING));
        assertThat(references.counts().missing()).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatIsHeldOfAPartitionThatIsReadAgain() {
        delay("s3://plant/a");
        add(ZERO, 5, "s3://plant/a");
        poll();
        assertThat(held.position(ZERO)).isEqualTo(OptionalLong.of(5));

        held.forget(Set.of(ZERO));
        assertThat(held.position(ZERO)).isEmpty();
        assertThat(references.counts().waiting()).isZero();
        add(ZERO, 9, "image");
        assertThat(offsets(poll(), ZERO)).containsExactly(9L);
    }

    @Test
    void shouldForgetAPartitionThatIsRevokedAndFreeItsBytes() {
        objects.put("s3://plant/a", new byte[50]);
        CountDownLatch gate = delay("s3://plant/b");
        add(ZERO, 0, "s3://plant/a");
        add(ZERO, 1, "s3://plant/b");
        pollUntil(ZERO, 1);
        await().until(() -> references.counts().bufferedBytes() == 50 + MAX_BYTES);

        consumer.assign(List.of(ONE));
        assertThat(poll().isEmpty()).isTrue();
        assertThat(held.position(ZERO)).isEmpty();
        gate.countDown();
        await().until(() -> references.counts().bufferedBytes() == 0);
        assertThatThrownBy(() -> references.take("images", 0, 0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldHandOnNothingOfAPartitionThatKafkaStreamsPaused() {
        objects.put("s3://plant/a", new byte[1]);
        CountDownLatch gate = delay("s3://plant/a");
        add(ZERO, 0, "s3://plant/a");
        poll();
        held.paused(Set.of(ZERO));
        gate.countDown();
        await().until(() -> references.counts().fetched() == 1);
        assertThat(poll().isEmpty()).isTrue();

        assertThat(held.resumed(Set.of(ZERO))).containsExactly(ZERO);
        assertThat(offsets(poll(), ZERO)).containsExactly(0L);
    }

    @Test
    void shouldReadNoFurtherThanItHolds() {
        CountDownLatch gate = delay("s3://plant/a");
        objects.put("s3://plant/a", new byte[1]);
        add(ZERO, 0, "s3://plant/a");
        for (int i = 1; i < 300; i++) {
            add(ZERO, i, "image");
        }
        poll();
        poll();
        assertThat(consumer.paused()).containsExactly(ZERO);
        assertThat(held.resumed(Set.of(ZERO))).isEmpty();

        gate.countDown();
        assertThat(pollUntil(ZERO, 300)).hasSize(300);
        poll();
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void shouldFetchAheadNoMoreThanTheBufferHolds() {
        try (References small = references(2 * MAX_BYTES)) {
            HeldRecords records = new HeldRecords(small, HeldRecordsTest::claim);
            for (int i = 0; i < 8; i++) {
                objects.put("s3://plant/" + i, new byte[MAX_BYTES]);
                add(ZERO, i, "s3://plant/" + i);
            }
            CountDownLatch gate = delay("s3://plant/0");
            records.poll(consumer, Duration.ZERO, true, consumer::poll);
            await().until(() -> small.counts().fetched() == 1);
            records.poll(consumer, Duration.ZERO, true, consumer::poll);
            assertThat(small.counts().bufferedBytes()).isEqualTo(2 * MAX_BYTES);

            gate.countDown();
            List<Long> came = new ArrayList<>();
            await().until(() -> {
                offsets(records.poll(consumer, Duration.ZERO, true, consumer::poll), ZERO)
                        .forEach(offset -> {
                            small.take("images", 0, offset);
                            came.add(offset);
                        });
                return came.size() == 8;
            });
            assertThat(came).isSorted();
            assertThat(small.counts().bufferedBytes()).isZero();
        }
    }

    @Test
    void shouldDropWhatAnElectionCutOff() {
        delay("s3://plant/a");
        add(ZERO, 7, "s3://plant/a");
        poll();
        consumer.seek(ZERO, 5);
        add(ZERO, 5, "image");

        assertThat(offsets(poll(), ZERO)).containsExactly(5L);
        assertThat(references.counts().waiting()).isZero();
    }
}
