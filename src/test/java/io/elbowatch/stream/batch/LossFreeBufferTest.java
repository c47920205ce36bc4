package io.elbowatch.stream.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class LossFreeBufferTest {
    private static final BatchLimits LIMITS = new BatchLimits(4, 1_000, Duration.ofMillis(50));

    private final List<Integer> forwarded = new ArrayList<>();
    private final Map<Integer, Long> bytes = new HashMap<>(); // of the items with more than one byte
    private final Queue<Runnable> otherThreadTasks = new ConcurrentLinkedQueue<>();
    private final Executor otherThread = otherThreadTasks::add;
    private int runs;
    private RuntimeException workFails;
    private Integer forwardFailsAt;

    private final LossFreeBuffer<Integer, Integer> buffer =
            new LossFreeBuffer<>(LIMITS, this::bytes, item -> this, this::work);
    private LossFreeBuffer<Integer, Integer>.Lane lane = buffer.open(this::forward);

    @Test
    void shouldBeDueByCount() {
        add(1, 2, 3);
        assertThat(buffer.due(0)).isEmpty();
        add(4);
        assertThat(buffer.due(0)).contains(FlushReason.COUNT);
    }

    @Test
    void shouldBeDueByBytes() {
        bytes.put(1, 999L);
        lane.add(1, 0);
        assertThat(buffer.due(0)).isEmpty();
        lane.add(2, 0);
        assertThat(buffer.due(0)).contains(FlushReason.BYTES);
    }

    @Test
    void shouldBeDueWhenTheOldestHasLingered() {
        lane.add(1, 100);
        lane.add(2, 149);
        assertThat(buffer.due(149)).isEmpty();
        assertThat(buffer.due(150)).contains(FlushReason.LINGER);
    }

    @Test
    void shouldBeDueWhenTheClockWasSetBack() {
        lane.add(1, 1_000);
        assertThat(buffer.due(10)).contains(FlushReason.LINGER);
    }

    @Test
    void shouldNeverBeDueEmpty() {
        assertThat(buffer.due(Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void shouldCountBytesFromZeroAfterAFlush() {
        bytes.put(1, 999L);
        lane.add(1, 0);
        flush();
        bytes.put(2, 999L);
        lane.add(2, 0);
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
        assertThat(lane.isEmpty()).isFalse();
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
        assertThat(lane.isEmpty()).isFalse();
    }

    @Test
    void shouldFailFastAfterAnErrorToo() {
        LossFreeBuffer<Integer, Integer> broken =
                new LossFreeBuffer<>(LIMITS, item -> 1, item -> this, (items, reason) -> {
                    runs++;
                    throw new NoClassDefFoundError("native library");
                });
        var brokenLane = broken.open(this::forward);
        brokenLane.add(1, 0);
        assertThatThrownBy(() -> brokenLane.flush(FlushReason.COUNT)).isInstanceOf(NoClassDefFoundError.class);
        assertThatThrownBy(() -> brokenLane.flush(FlushReason.COUNT)).isInstanceOf(NoClassDefFoundError.class);
        assertThat(runs).isEqualTo(1);
    }

    @Test
    void shouldDropItemsAndFailureWhenTheLastLaneCloses() {
        workFails = new IllegalStateException("model");
        add(1);
        assertThatThrownBy(this::flush).isSameAs(workFails);
        lane.close();
        workFails = null;
        assertThat(lane.isEmpty()).isTrue();
        lane = buffer.open(this::forward);
        add(2);
        flush();
        assertThat(forwarded).containsExactly(20);
    }

    @Test
    void shouldRefuseWorkThatLosesAnItem() {
        LossFreeBuffer<Integer, Integer> lossy =
                new LossFreeBuffer<>(LIMITS, item -> 1, item -> this, (items, reason) -> List.of());
        var lossyLane = lossy.open(this::forward);
        lossyLane.add(1, 0);
        assertThatThrownBy(() -> lossyLane.flush(FlushReason.COUNT)).hasMessageContaining("0 results of 1");
    }

    @Test
    void shouldWorkOnAnotherThreadAndForwardTheResults() {
        add(1, 2);
        lane.begin(FlushReason.COUNT, otherThread);
        add(3);
        lane.collect();
        assertThat(forwarded).isEmpty();
        assertThat(lane.isEmpty()).isFalse();
        assertThat(buffer.waiting()).isEqualTo(3);
        assertThat(buffer.waitingBytes()).isEqualTo(3);

        runOtherThread();
        lane.collect();

        assertThat(forwarded).containsExactly(10, 20);
        assertThat(buffer.waiting()).isEqualTo(1);
    }

    @Test
    void shouldFlushTheRunningBatchBeforeTheWaitingOne() {
        add(1, 2);
        lane.begin(FlushReason.COUNT, Runnable::run);
        add(3);
        flush();
        assertThat(forwarded).containsExactly(10, 20, 30);
        assertThat(lane.isEmpty()).isTrue();
    }

    @Test
    void shouldForwardTheFormerBatchWhenTheNextBegins() {
        add(1);
        lane.begin(FlushReason.COUNT, Runnable::run);
        add(2);
        lane.begin(FlushReason.COUNT, otherThread);
        assertThat(forwarded).containsExactly(10);
        assertThat(lane.isEmpty()).isFalse();
    }

    @Test
    void shouldKeepFailingAfterWorkOnAnotherThreadFailed() {
        workFails = new IllegalStateException("model");
        add(1);
        lane.begin(FlushReason.COUNT, Runnable::run);
        workFails = null;
        assertThatThrownBy(lane::collect).hasMessage("model");
        assertThatThrownBy(this::flush).hasMessage("model");
        assertThat(runs).isEqualTo(1);
        assertThat(lane.isEmpty()).isFalse();
        lane.close();
        assertThat(lane.isEmpty()).isTrue();
    }

    @Test
    void shouldWaitForTheRunningBatchWhenALaneCloses() throws Exception {
        add(1);
        lane.begin(FlushReason.COUNT, otherThread);
        FutureTask<?> close = new FutureTask<>(lane::close, null);
        Thread closing = new Thread(close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.WAITING);
        runOtherThread();
        close.get(10, TimeUnit.SECONDS);
        assertThat(forwarded).isEmpty();
        assertThat(lane.isEmpty()).isTrue();
    }

    @Property
    void shouldKeepOrderAndCountWithWorkOnAnotherThread(
            @ForAll @Size(max = 50) List<@IntRange(max = 3) Integer> steps) {
        forwarded.clear();
        int next = 0;
        for (int step : steps) {
            switch (step) {
                case 0 -> lane.add(next++, 0);
                case 1 -> {
                    lane.add(next++, 0);
                    runOtherThread();
                    lane.begin(FlushReason.COUNT, otherThread);
                }
                case 2 -> {
                    runOtherThread();
                    lane.collect();
                }
                default -> {
                    runOtherThread();
                    flush();
                    assertThat(lane.isEmpty()).isTrue();
                }
            }
        }
        runOtherThread();
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
                lane.add(next++, 0);
            }
            flush();
        }
        assertThat(forwarded)
                .containsExactlyElementsOf(
                        IntStream.range(0, next).map(i -> i * 10).boxed().toList());
        assertThat(lane.isEmpty()).isTrue();
    }

    @Test
    void shouldWorkOnAllLanesTogetherAndForwardItsOwn() {
        List<Integer> neighbours = new ArrayList<>();
        var neighbour = buffer.open(neighbours::add);
        add(1);
        neighbour.add(2, 0);
        add(3);
        flush();
        assertThat(runs).isEqualTo(1);
        assertThat(forwarded).containsExactly(10, 30);
        assertThat(neighbours).isEmpty();
        assertThat(neighbour.isEmpty()).isFalse();

        neighbour.flush(FlushReason.COMMIT);

        assertThat(runs).isEqualTo(1);
        assertThat(neighbours).containsExactly(20);
        assertThat(neighbour.isEmpty()).isTrue();
    }

    @Test
    void shouldDropOnlyTheItemsOfALaneThatCloses() {
        List<Integer> neighbours = new ArrayList<>();
        var neighbour = buffer.open(neighbours::add);
        add(1, 2);
        bytes.put(3, 7L);
        neighbour.add(3, 0);
        lane.close();
        assertThat(buffer.waiting()).isEqualTo(1);
        assertThat(buffer.waitingBytes()).isEqualTo(7);
        neighbour.flush(FlushReason.COMMIT);
        assertThat(neighbours).containsExactly(30);
        assertThat(forwarded).isEmpty();
    }

    @Test
    void shouldKeepTheNeighboursResultsWhenALaneIsClosedWhileABatchIsWorkedOn() {
        List<Integer> neighbours = new ArrayList<>();
        var neighbour = buffer.open(neighbours::add);
        add(1);
        neighbour.add(2, 0);
        lane.begin(FlushReason.COUNT, Runnable::run);
        lane.close();
        neighbour.flush(FlushReason.COMMIT);
        assertThat(runs).isEqualTo(1);
        assertThat(neighbours).containsExactly(20);
        assertThat(forwarded).isEmpty();
    }

    @Test
    void shouldFailAllLanesAfterFailedWorkUntilTheLastIsClosed() {
        var neighbour = buffer.open(this::forward);
        workFails = new IllegalStateException("model");
        add(1);
        neighbour.add(2, 0);
        assertThatThrownBy(this::flush).isSameAs(workFails);
        lane.close();
        lane = buffer.open(this::forward);
        add(3);
        assertThatThrownBy(this::flush).hasMessage("model");
        assertThatThrownBy(() -> neighbour.flush(FlushReason.COMMIT)).hasMessage("model");
        assertThat(runs).isEqualTo(1);

        workFails = null;
        neighbour.close();
        lane.close();
        lane = buffer.open(this::forward);
        add(4);
        flush();
        assertThat(forwarded).containsExactly(40);
    }

    /** The outputs of another task may be fine: Kafka Streams still tries to commit it. */
    @Test
    void shouldFailItsOwnLaneAloneAfterAFailedForward() {
        List<Integer> neighbours = new ArrayList<>();
        var neighbour = buffer.open(neighbours::add);
        forwardFailsAt = 10;
        add(1);
        neighbour.add(2, 0);
        assertThatThrownBy(this::flush).hasMessage("sink");
        neighbour.flush(FlushReason.COMMIT);
        assertThat(neighbours).containsExactly(20);
        assertThatThrownBy(this::flush).hasMessage("sink");
    }

    @Property
    void shouldKeepTheOrderAndCountOfEveryLane(@ForAll @Size(max = 60) List<@IntRange(max = 11) Integer> steps) {
        int lanes = 3;
        List<List<Integer>> taken = new ArrayList<>();
        List<List<Integer>> given = new ArrayList<>();
        List<LossFreeBuffer<Integer, Integer>.Lane> open = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            List<Integer> out = new ArrayList<>();
            taken.add(out);
            given.add(new ArrayList<>());
            open.add(buffer.open(out::add));
        }
        int next = 0;
        for (int step : steps) {
            int which = step % lanes;
            var one = open.get(which);
            if (step / lanes != 0) {
                runOtherThread();
            }
            switch (step / lanes) {
                case 0 -> {
                    one.add(next, 0);
                    given.get(which).add(10 * next++);
                }
                case 1 -> one.begin(FlushReason.COUNT, otherThread);
                case 2 -> one.flush(FlushReason.COMMIT);
                default -> {
                    one.close();
                    given.get(which)
                            .subList(taken.get(which).size(), given.get(which).size())
                            .clear();
                    open.set(which, buffer.open(taken.get(which)::add));
                }
            }
        }
        runOtherThread();
        for (int i = 0; i < lanes; i++) {
            open.get(i).flush(FlushReason.COMMIT);
            assertThat(open.get(i).isEmpty()).isTrue();
            assertThat(taken.get(i)).containsExactlyElementsOf(given.get(i));
            open.get(i).close();
        }
        assertThat(buffer.waiting()).isZero();
        assertThat(buffer.waitingBytes()).isZero();
    }

    private void flush() {
        lane.flush(FlushReason.COUNT);
    }

    /** Runs the tasks of the other thread. */
    private void runOtherThread() {
        for (Runnable task = otherThreadTasks.poll(); task != null; task = otherThreadTasks.poll()) {
            task.run();
        }
    }

    private void add(int... items) {
        for (int item : items) {
            lane.add(item, 0);
        }
    }

    private long bytes(Integer item) {
        return bytes.getOrDefault(item, 1L);
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
