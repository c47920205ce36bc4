package io.elbowatch.stream.batch;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.ProcessorNode;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A state store without state. Kafka Streams calls its {@link #flushCache} before it collects the offsets of a commit.
 * This is the last moment at which a processor that holds records back can forward them; cached KTables work in the
 * same way. It is the only class of this package that uses internal classes of Kafka Streams (docs/decisions/0001).
 *
 * <p>With a Kafka version that no longer makes this call, {@link #commit} throws and no image is lost.
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
        /** Forwards everything that is held back, or throws. */
        void beforeCommit();

        /** Whether nothing is held back. */
        boolean holdsNothing();
    }

    PreCommitHook(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /** Call this from the owner's {@code init}, while its node is the current one. */
    void attach(ProcessorContext<?, ?> processorContext, Owner newOwner) {
        context = (InternalProcessorContext<?, ?>) processorContext;
        node = Objects.requireNonNull(context.currentNode(), "current node");
        owner = Objects.requireNonNull(newOwner, "owner");
    }

    /** Adds what leaves after the records that are held back. */
    void follow(Runnable newFollower) {
        follower = Objects.requireNonNull(newFollower, "follower");
    }

    /** Forwards everything ahead of a commit, then runs the follower. */
    void flushAhead() {
        flushCache();
        follower.run();
    }

    /** The coordinates of the record in process; Kafka Streams keeps its timestamp and headers in the same object. */
    RecordMetadata coordinates() {
        return context.recordContext();
    }

    /**
     * Forwards a record that was held back as if it were in process now. Without this, Kafka Streams has no current
     * node during a commit, and no coordinates in a punctuation.
     *
     * @param coordinates as {@link #coordinates()} gave them
     */
    <K, V> void forward(
            RecordMetadata coordinates, ProcessorContext<K, V> processorContext, Record<K, V> record, String child) {
        ProcessorNode<?, ?, ?, ?> nodeBefore = context.currentNode();
        ProcessorRecordContext recordBefore = context.recordContext();
        context.setCurrentNode(node);
        context.setRecordContext((ProcessorRecordContext) coordinates);
        try {
            processorContext.forward(record, child);
        } finally {
            context.setRecordContext(recordBefore);
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

    /** False, so that Kafka Streams does not wrap the store: it would not find the hook behind a wrapper. */
    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
