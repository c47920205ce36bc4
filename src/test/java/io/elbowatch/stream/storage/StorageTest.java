package io.elbowatch.stream.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A store that a test stops and starts; the clock of outages is set by hand. */
@Timeout(60)
class StorageTest {
    private static final byte[] BYTES = "picture".getBytes(UTF_8);
    private static final int PARALLEL = 4;

    private final Map<String, String> objects = new ConcurrentHashMap<>();
    private final AtomicInteger tries = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private volatile boolean reachable = true;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    @AutoClose
    private final Storage storage = storage(Duration.ofSeconds(20));

    @AutoClose
    private final Storage impatient = storage(Duration.ofMillis(30));

    private Storage storage(Duration maxWait) {
        return new Storage(
                new StorageSettings(
                        Optional.of(new StoreAddress("s3://plant/a/")),
                        Optional.of(new StoreAddress("file:/plant/b/")),
                        PARALLEL,
                        Duration.ofSeconds(1),
                        1 << 20),
                maxWait,
                this::write,
                nanos::get);
    }

    private void write(String uri, byte[] bytes, String contentType) throws IOException {
        tries.incrementAndGet();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        if (!reachable) {
            throw new IOException("nobody answers");
        }
        objects.put(uri, contentType);
    }

    private static Write begin(Storage in, int number) {
        return in.begin("s3://plant/a/" + number, BYTES, "image/png");
    }

    @Test
    void shouldWriteBeforeItReturns() {
        storage.await(IntStream.range(0, 20).mapToObj(i -> begin(storage, i)).toList());

        assertThat(objects).hasSize(20).containsEntry("s3://plant/a/7", "image/png");
        assertThat(storage.counts().written()).isEqualTo(20);
        assertThat(storage.counts().bytes()).isEqualTo(20L * BYTES.length);
        assertThat(storage.counts().waiting()).isZero();
        assertThat(storage.isAway()).isFalse();
    }

    @Test
    void shouldWriteSeveralAtATime() {
        CyclicBarrier all = new CyclicBarrier(PARALLEL);
        try (Storage together = new Storage(
                storage.settings(),
                Duration.ofSeconds(20),
                (uri, bytes, type) -> {
                    try {
                        all.await();
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                },
                nanos::get)) {
            together.await(IntStream.range(0, PARALLEL)
                    .mapToObj(i -> begin(together, i))
                    .toList());
        }
    }

    @Test
    void shouldRepeatUntilTheStoreAnswers() {
        reachable = false;
        Write write = begin(storage, 1);
        await().until(() -> storage.counts().failures() > 2);
        assertThat(storage.isAway()).isTrue();
        assertThat(write.isDone()).isFalse();
        reachable = true;
        storage.await(List.of(write));

        assertThat(objects).containsOnlyKeys("s3://plant/a/1");
        assertThat(storage.isAway()).isFalse();
        assertThat(storage.counts().failures()).isGreaterThan(2);
        assertThat(storage.counts().awayNanos()).isZero();
    }

    /** Nothing of these records is committed, so nobody waits for them any more; still somebody must see that the store is back. */
    @Test
    void shouldFindOutThatTheStoreIsBackAfterAllGaveUp() {
        reachable = false;
        List<Write> writes =
                IntStream.range(0, 10).mapToObj(i -> begin(impatient, i)).toList();
        assertThatThrownBy(() -> impatient.await(writes))
                .isInstanceOf(StoreAwayException.class)
                .hasMessageContaining("within 30 ms");
        assertThat(impatient.isAway()).isTrue();
        assertThat(impatient.counts().waiting()).isZero();
        int before = tries.get();
        await().until(() -> tries.get() > before + 1);
        reachable = true;

        await().until(() -> !impatient.isAway());
        assertThat(impatient.counts().awayNanos()).isZero();
        assertThat(objects).as("the others are not held in memory").hasSizeLessThan(10);
    }

    /** A store that takes longer than a commit can wait is away, too: else thread after thread would end. */
    @Test
    void shouldCountAStoreAsAwayThatDoesNotAnswerInTime() {
        gate = new CountDownLatch(1);
        Write write = begin(impatient, 1);
        assertThatThrownBy(() -> impatient.await(List.of(write)))
                .isInstanceOf(StoreAwayException.class)
                .hasMessageContaining("it did not answer in time");
        assertThat(impatient.isAway()).isTrue();
        gate.countDown();

        await().until(() -> !impatient.isAway());
    }

    @Test
    void shouldKnowFromTheStartThatAStoreIsAway() {
        storage.check();
        await().until(() -> storage.counts().written() == 2);
        assertThat(objects).containsOnlyKeys("s3://plant/a/elbowatch-check.txt", "file:/plant/b/elbowatch-check.txt");
        assertThat(storage.isAway()).isFalse();
        reachable = false;
        impatient.check();

        await().until(impatient::isAway);
        reachable = true;
        await().until(() -> !impatient.isAway());
    }

    @Test
    void shouldSayAfterHalfAMinuteWhatPreventsCommits() {
        reachable = false;
        begin(storage, 1);
        await().until(storage::isAway);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(29));
        assertThat(storage.obstacle()).isEmpty();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));

        assertThat(storage.obstacle()).contains("an object could not be written for 31 s: nobody answers");
        assertThat(storage.counts().awayNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(31));
    }

    @Test
    void shouldRepeatNothingForTasksThatAreClosed() {
        reachable = false;
        Write first = begin(storage, 1);
        Write second = begin(storage, 2);
        await().until(() -> first.failures > 0 && second.failures > 0);
        storage.drop(second);
        storage.drop(first);
        int before = tries.get();
        await().until(() -> tries.get() > before + 1); // no try of the second runs any more
        reachable = true;

        await().until(() -> !storage.isAway());
        assertThat(objects).containsOnlyKeys("s3://plant/a/1");
    }
}
