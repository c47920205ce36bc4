package io.elbowatch.lab.soak;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Injects faults in four queues: for scorers, for the cluster, for settings, for the store of images. In each queue a
 * fault begins when the previous one is repaired: at most one scorer and one broker are down at once, sometimes both
 * together.
 */
final class FaultRunner implements AutoCloseable {
    private static final long CLOSE_TIMEOUT_SECONDS = 100;

    private final Map<FaultKind, Integer> begun = new EnumMap<>(FaultKind.class);
    private final List<Queue> queues;

    /** Injects a fault and repairs it. */
    interface Performer {
        void perform(Fault fault) throws Exception;
    }

    private static final class Queue {
        private final Performer performer;
        private final ExecutorService thread;
        private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

        private Queue(String name, Performer performer) {
            this.performer = performer;
            this.thread = Executors.newSingleThreadExecutor(work -> new Thread(work, name));
        }

        private void begin(Fault fault) {
            last = CompletableFuture.runAsync(
                    () -> {
                        try {
                            performer.perform(fault);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        } catch (Exception e) {
                            throw new IllegalStateException(fault.describe() + " failed: " + e, e);
                        }
                    },
                    thread);
        }
    }

    FaultRunner(Performer scorers, Performer cluster, Performer settings, Performer store) {
        queues = List.of(
                new Queue("soak-scorers", scorers),
                new Queue("soak-cluster", cluster),
                new Queue("soak-settings", settings),
                new Queue("soak-store", store));
    }

    private Queue queue(Fault fault) {
        return queues.get(
                switch (fault.kind().target()) {
                    case SCORER, HOOK -> 0;
                    case CLUSTER -> 1;
                    case SETTINGS -> 2;
                    case STORE -> 3;
                });
    }

    /** Whether the fault may begin now. */
    boolean isFreeFor(Fault fault) {
        return queue(fault).last.isDone();
    }

    boolean isIdle() {
        return queues.stream().allMatch(queue -> queue.last.isDone());
    }

    void begin(Fault fault) {
        begun.merge(fault.kind(), 1, Integer::sum);
        queue(fault).begin(fault);
    }

    /** Why a fault could not be injected or repaired. The soak is invalid then. */
    Optional<Throwable> failure() {
        return queues.stream()
                .filter(queue -> queue.last.isCompletedExceptionally())
                .map(queue -> queue.last.handle((none, thrown) -> thrown).join())
                .findFirst();
    }

    /** The number of faults that have begun, by label. */
    Map<String, Integer> begun() {
        Map<String, Integer> byLabel = new TreeMap<>();
        begun.forEach((kind, times) -> byLabel.put(kind.label(), times));
        return byLabel;
    }

    /** Interrupts the present faults and waits until they are repaired. */
    @Override
    public void close() {
        List<ExecutorService> threads = new ArrayList<>();
        queues.forEach(queue -> threads.add(queue.thread));
        threads.forEach(ExecutorService::shutdownNow);
        try {
            for (ExecutorService thread : threads) {
                thread.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
