package io.elbowatch.stream.batch;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store that stores nothing: Kafka Streams calls its {@link #flushCache} before it gathers the offsets of any commit,
 * which is the one moment at which a processor that holds records back can still let them go. It is how every cached
 * KTable works, and the only class here that touches Kafka Streams' internals (docs/decisions/0001).
 *
 * <p>A Kafka version that drops the call makes {@link #commit} throw, instead of losing images.
 */
final class PreCommitHook implements StateStore, CachedStateStore<byte[], byte[]> {
    private final String name;
    private Owner owner;
    private Runnable follower = () -> {};
    private InternalProcessorContext<?, ?> context;
    private ProcessorNode<?, ?, ?, ?> node;
    private boolean open;

    /** The processor whose records are held back. */
    interface Owner {
        /** A commit is coming: let everything go, or throw. */
        void beforeCommit();

        /** Whether nothing is held back. */
        boolean holdsNothing();
    }

    /** Where a record came from: its topic, partition, offset, timestamp and headers, as Kafka Streams keeps them. */
    record Origin(ProcessorRecordContext recordContext) {}

    PreCommitHook(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /** To be called by the owner's {@code init}, when its node is the current one. */
    void attach(ProcessorContext<?, ?> processorContext, Owner newOwner) {
        context = (InternalProcessorContext<?, ?>) processorContext;
        node = Objects.requireNonNull(context.currentNode(), "current node");
        owner = Objects.requireNonNull(newOwner, "owner");
    }

    /** What else is to leave with everything that was held back. */
    void follow(Runnable newFollower) {
        follower = Objects.requireNonNull(newFollower, "follower");
    }

    /** Lets everything go ahead of a commit, and what follows it. */
    void getReady() {
        flushCache();
        follower.run();
    }

    /** The origin of the record in process. */
    Origin origin() {
        return new Origin(context.recordContext());
    }

    /**
     * Forwards a record held back earlier, as if it were in process now: during a commit no node is current, and in a
     * punctuation the origin is nobody's.
     */
    <K, V> void forward(Origin origin, ProcessorContext<K, V> processorContext, Record<K, V> record, String child) {
        ProcessorNode<?, ?, ?, ?> nodeBefore = context.currentNode();
        ProcessorRecordContext originBefore = context.recordContext();
        context.setCurrentNode(node);
        context.setRecordContext(origin.recordContext());
        try {
            processorContext.forward(record, child);
        } finally {
            context.setRecordContext(originBefore);
            context.setCurrentNode(nodeBefore);
        }
    }

    @Override
    public void flushCache() {
        if (owner != null) {
            owner.beforeCommit();
        }
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        assertNothingHeld("commit");
    }

    @Override
    public void clearCache() {
        assertNothingHeld("recycling of a task");
    }

    private void assertNothingHeld(String moment) {
        if (owner != null && !owner.holdsNothing()) {
            throw new IllegalStateException("images are held back at the " + moment
                    + ": this version of Kafka Streams no longer flushes caches before it commits");
        }
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext storeContext, StateStore root) {
        storeContext.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void close() {
        open = false;
        owner = null;
        follower = () -> {};
    }

    /** False also keeps Kafka Streams from wrapping the store, behind which it would not see the hook. */
    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
