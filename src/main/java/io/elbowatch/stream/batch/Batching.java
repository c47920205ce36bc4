package io.elbowatch.stream.batch;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Loss-free batching as a node of a topology. Each stream thread has one batch and one {@link BatchWork} for all its
 * tasks (docs/decisions/0016). {@link BatchWork} is the contract.
 *
 * @param <V> value of the records that come in
 */
public final class Batching<V> implements ProcessorSupplier<byte[], V, byte[], Object> {
    private final String name;
    private final ThreadBatches<V> batches;
    private final CommitTicks commits;

    /**
     * @param name of the node; the name of its pre-commit hook, a state store, derives from it
     * @param overlap whether a work thread works on a batch while the next one fills
     * @param commits all records leave ahead of each of them
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
        String hook = hookName(name);
        return Set.of(new UnwrappedStoreBuilder<>(hook, false, () -> new PreCommitHook(hook)));
    }

    /** The name of the store that a processor must be connected to before it calls {@link #follow}. */
    public static String hookName(String name) {
        return name + "-pre-commit";
    }

    /**
     * Runs {@code follower} after the batch has left ahead of a commit, for example to write a store.
     *
     * @param name of the batching node
     */
    public static void follow(ProcessorContext<?, ?> context, String name, Runnable follower) {
        context.<PreCommitHook>getStateStore(hookName(name)).follow(follower);
    }
}
