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
 * Two lanes of faults, one of scorers and one of the cluster: in each a fault begins when the one before it is mended, so that at most one
 * scorer and one broker are away at once, and both at the same time now and then.
 */
final class FaultRunner implements AutoCloseable {
    private static final long CLOSE_SECONDS = 100;

    private final Map<FaultKind, Integer> done = new EnumMap<>(FaultKind.class);
    private final List<Lane> lanes;

    /** Does faults of its kinds. */
    interface Performer {
        void perform(Fault fault) throws Exception;
    }

    private static final class Lane {
        private final Performer performer;
        private final ExecutorService thread;
        private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

        private Lane(String name, Performer performer) {
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
                            throw new IllegalStateException(fault.describe() + " could not be done: " + e, e);
                        }
                    },
                    thread);
        }
    }

    FaultRunner(Performer scorers, Performer cluster) {
        lanes = List.of(new Lane("soak-scorers", scorers), new Lane("soak-cluster", cluster));
    }

    private Lane lane(Fault fault) {
        return lanes.get(fault.kind().target() == FaultKind.Target.CLUSTER ? 1 : 0);
    }

    /** Whether the fault may begin now. */
    boolean isFreeFor(Fault fault) {
        return lane(fault).last.isDone();
    }

    boolean isIdle() {
        return lanes.stream().allMatch(lane -> lane.last.isDone());
    }

    void begin(Fault fault) {
        done.merge(fault.kind(), 1, Integer::sum);
        lane(fault).begin(fault);
    }

    /** Why a fault could not be done or mended; after that nothing can be relied on. */
    Optional<Throwable> failure() {
        return lanes.stream()
                .filter(lane -> lane.last.isCompletedExceptionally())
                .map(lane -> lane.last.handle((none, thrown) -> thrown).join())
                .findFirst();
    }

    /** How many of each kind have begun, by label. */
    Map<String, Integer> done() {
        Map<String, Integer> byLabel = new TreeMap<>();
        done.forEach((kind, times) -> byLabel.put(kind.label(), times));
        return byLabel;
    }

    /** Interrupts what goes on, and waits until it is mended. */
    @Override
    public void close() {
        List<ExecutorService> threads = new ArrayList<>();
        lanes.forEach(lane -> threads.add(lane.thread));
        threads.forEach(ExecutorService::shutdownNow);
        try {
            for (ExecutorService thread : threads) {
                thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
