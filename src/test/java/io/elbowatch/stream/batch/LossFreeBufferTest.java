package io.elbowatch.stream.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LossFreeBufferTest {
    private static final BatchLimits LIMITS = new BatchLimits(4, 1_000, Duration.ofMillis(50));

    private final List<Integer> forwarded = new ArrayList<>();
    private final Queue<Runnable> besideTasks = new ConcurrentLinkedQueue<>();
    private final Executor beside = besideTasks::add;
    private int runs;
    private RuntimeException workFails;
    private Integer forwardFailsAt;

    private final LossFreeBuffer<Integer, Integer> buffer = new LossFreeBuffer<>(LIMITS, this::work, this::forward);

    @Test
    void shouldBeDueByCount() {
        add(1, 2, 3);
        assertThat(buffer.due(0)).isEmpty();
        add(4);
        assertThat(buffer.due(0)).contains(FlushReason.COUNT);
    }

    @Test
    void shouldBeDueByBytes() {
        buffer.add(1, 999, 0);
        assertThat(buffer.due(0)).isEmpty();
        buffer.add(2, 1, 0);
        assertThat(buffer.due(0)).contains(FlushReason.BYTES);
    }

    @Test
    void shouldBeDueWhenTheOldestHasLingered() {
        buffer.add(1, 1, 100);
        buffer.add(2, 1, 149);
        assertThat(buffer.due(149)).isEmpty();
        assertThat(buffer.due(150)).contains(FlushReason.LINGER);
    }

    @Test
    void shouldBeDueWhenTheClockWasSetBack() {
        buffer.add(1, 1, 1_000);
        assertThat(buffer.due(10)).contains(FlushReason.LINGER);
    }

    @Test
    void shouldNeverBeDueEmpty() {
        assertThat(buffer.due(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void shouldCountBytesAnewAfterAFlush() {
        buffer.add(1, 999, 0);
        flush();
        buffer.add(2, 999, 0);
        assertThat(buffer.due(0)).isEmpty();
    }

    @Test
    void shouldFailFastOnTheFlushAfterAFailedRun() {
        workFails = new IllegalStateException("model");
        add(1, 2);
        assertThatThrownBy(this::flush).isSameAs(workFails);
        assertThatThrownBy(this::flush).isSameAs(workFails);
        assertThat(runs).isEqualTo(1);
        assertThat(forwarded).isEmpty();
        assertThat(buffer.isEmpty()).isFalse();
    }

    @Test
    void shouldFailFastOnTheFlushAfterAFailedForward() {
        forwardFailsAt = 20;
        add(1, 2, 3);
        assertThatThrownBy(this::flush).hasMessage("sink");
        forwardFailsAt = null;
        assertThatThrownBy(this::flush).hasMessage("sink");
        assertThat(runs).isEqualTo(1);
        assertThat(forwarded).containsExactly(10);
        assertThat(buffer.isEmpty()).isFalse();
    }

    @Test
    void shouldFailFastAfterAnErrorToo() {
        LossFreeBuffer<Integer, Integer> broken = new LossFreeBuffer<>(
                LIMITS,
                (items, reason) -> {
                    runs++;
                    throw new NoClassDefFoundError("native library");
                },
                this::forward);
        broken.add(1, 1, 0);
        assertThatThrownBy(() -> broken.flush(FlushReason.COUNT)).isInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(() -> broken.flush(FlushReason.COUNT)).isInstanceOf(NoClassDefFoundError.class);
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void shouldForgetItemsAndFailureWhenCleared() {
        workFails = new IllegalStateException("model");
        add(1);
        assertThatThrownBy(this::flush).isSameAs(workFails);
        buffer.clear();
        workFails = null;
        assertThat(buffer.isEmpty()).isTrue();
        add(2);
        flush();
        assertThat(forwarded).containsExactly(20);
    }

    @Test
    void shouldRefuseWorkThatLosesAnItem() {
        LossFreeBuffer<Integer, Integer> lossy =
                new LossFreeBuffer<>(LIMITS, (items, reason) -> List.of(), this::forward);
        lossy.add(1, 1, 0);
        assertThatThrownBy(() -> lossy.flush(FlushReason.COUNT)).hasMessageContaining("0 results of 1");
    }

    @Test
    void shouldWorkBesideAndForwardWhenItIsDone() {
        add(1, 2);
        buffer.begin(FlushReason.COUNT, beside);
        add(3);
        buffer.collect();
        assertThat(forwarded).isEmpty();
        assertThat(buffer.isEmpty()).isFalse();
        assertThat(buffer.waiting()).isEqualTo(3);
        assertThat(buffer.waitingBytes()).isEqualTo(3);

        runBeside();
        buffer.collect();

        assertThat(forwarded).containsExactly(10, 20);
        assertThat(buffer.waiting()).isEqualTo(1);
    }

    @Test
    void shouldFlushWhatIsWorkedOnBesideBeforeWhatWaits() {
        add(1, 2);
        buffer.begin(FlushReason.COUNT, Runnable::run);
        add(3);
        flush();
        assertThat(forwarded).containsExactly(10, 20, 30);
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void shouldForwardTheBatchBeforeWhenTheNextBegins() {
        add(1);
        buffer.begin(FlushReason.COUNT, Runnable::run);
        add(2);
        buffer.begin(FlushReason.COUNT, beside);
        assertThat(forwarded).containsExactly(10);
        assertThat(buffer.isEmpty()).isFalse();
    }

    @Test
    void shouldFailForGoodWhenTheWorkBesideFailed() {
        workFails = new IllegalStateException("model");
        add(1);
        buffer.begin(FlushReason.COUNT, Runnable::run);
        workFails = null;
        assertThatThrownBy(buffer::collect).hasMessage("model");
        assertThatThrownBy(this::flush).hasMessage("model");
        assertThat(runs).isEqualTo(1);
        assertThat(buffer.isEmpty()).isFalse();
        buffer.clear();
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void shouldWaitForTheWorkBesideWhenItIsCleared() {
        add(1);
        buffer.begin(FlushReason.COUNT, beside);
        CompletableFuture<Void> cleared = CompletableFuture.runAsync(buffer::clear);
        assertThat(cleared).isNotDone();
        runBeside();
        assertThat(cleared).succeedsWithin(Duration.ofSeconds(10));
        assertThat(forwarded).isEmpty();
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Property
    void shouldKeepOrderAndCountHoweverItIsWorkedOnBeside(
            @ForAll @Size(max = 50) List<@IntRange(max = 3) Integer> steps) {
        forwarded.clear();
        int next = 0;
        for (int step : steps) {
            switch (step) {
                case 0 -> buffer.add(next++, 1, 0);
                case 1 -> {
                    buffer.add(next++, 1, 0);
                    runBeside();
                    buffer.begin(FlushReason.COUNT, beside);
                }
                case 2 -> {
                    runBeside();
                    buffer.collect();
                }
                default -> {
                    runBeside();
                    flush();
                    assertThat(buffer.isEmpty()).isTrue();
                }
            }
        }
        runBeside();
        flush();
        assertThat(forwarded)
                .containsExactlyElementsOf(
                        IntStream.range(0, next).map(i -> i * 10).boxed().toList());
    }

    @Property
    void shouldKeepOrderAndCountHoweverItIsFlushed(@ForAll @Size(max = 50) List<@IntRange(max = 5) Integer> gaps) {
        forwarded.clear();
        int next = 0;
        for (int gap : gaps) {
            for (int i = 0; i < gap; i++) {
                buffer.add(next++, 1, 0);
            }
            flush();
        }
        assertThat(forwarded)
                .containsExactlyElementsOf(
                        IntStream.range(0, next).map(i -> i * 10).boxed().toList());
        assertThat(buffer.isEmpty()).isTrue();
    }

    private void flush() {
        buffer.flush(FlushReason.COUNT);
    }

    /** The other thread, which runs when it is told to. */
    private void runBeside() {
        for (Runnable task = besideTasks.poll(); task != null; task = besideTasks.poll()) {
            task.run();
        }
    }

    private void add(int... items) {
        for (int item : items) {
            buffer.add(item, 1, 0);
        }
    }

    private List<Integer> work(List<Integer> items, FlushReason reason) {
        runs++;
        if (workFails != null) {
            throw workFails;
        }
        return items.stream().map(item -> item * 10).toList();
    }

    private void forward(Integer result) {
        if (result.equals(forwardFailsAt)) {
            throw new IllegalStateException("sink");
        }
        forwarded.add(result);
    }
}
