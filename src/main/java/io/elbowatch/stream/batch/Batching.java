package io.elbowatch.stream.batch;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Adds loss-free batching to a topology: one batch and one {@link BatchWork} per stream thread, for all of its tasks (docs/decisions/0016).
 *
 * @param <V> value of the records that come in
 */
public final class Batching<V> implements ProcessorSupplier<byte[], V, byte[], Object> {
    private final String name;
    private final ThreadBatches<V> batches;
    private final CommitTicks commits;

    /**
     * @param name of the node; the hook that stands in for a store is named after it
     * @param overlap whether a batch is worked on by a thread of its own while the next fills
     * @param commits ahead of which everything is let go
     */
    public Batching(
            String name, BatchLimits limits, boolean overlap, Supplier<BatchWork<V>> work, CommitTicks commits) {
        this.name = name;
        this.commits = commits;
        this.batches =
                new ThreadBatches<>(limits, work, overlap ? Optional.of(new WorkThreads(name)) : Optional.empty());
    }

    @Override
    public Processor<byte[], V, byte[], Object> get() {
        return new BatchingProcessor<>(hookName(name), batches, commits);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(new PreCommitHookBuilder(hookName(name)));
    }

    /** The store to which a processor is connected that {@linkplain #follow follows}. */
    public static String hookName(String name) {
        return name + "-pre-commit";
    }

    /** Has something leave with the batch ahead of a commit, such as changes of a store. @param name of the node that batches */
    public static void follow(ProcessorContext<?, ?> context, String name, Runnable follower) {
        context.<PreCommitHook>getStateStore(hookName(name)).follow(follower);
    }
}
