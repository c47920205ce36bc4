package io.elbowatch.stream.flow;

import io.elbowatch.core.source.SourceBytes;
import io.elbowatch.core.source.SourceState;
import io.elbowatch.stream.wire.ResultsEnd;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * The states of the sources of a partition, in memory and in a changelog topic, from which another instance restores
 * them. A source that changed is written once per commit, not once per image. The write happens in the same call of
 * Kafka Streams in which batches leave (docs/decisions/0012). One record of each commit says in its headers where the
 * results of the partition end ({@link ResultsEnds}): the one that was written last, which compaction keeps.
 */
public final class SourceStore implements StateStore, CachedStateStore<byte[], byte[]> {
    private final Map<Bytes, SourceState> states = new HashMap<>();
    private final Map<Bytes, Long> changed = new LinkedHashMap<>(); // and the timestamp of the image that changed it
    private final ResultsEnds ends;
    private Bytes lastSaying; // the source whose record said last where results end; null before the first
    private InternalProcessorContext<?, ?> context;
    private boolean open;

    SourceStore(InputProgress progress) {
        ends = new ResultsEnds(progress);
    }

    static SourceStore of(ProcessorContext<?, ?> context) {
        return context.getStateStore(NodeNames.SOURCES);
    }

    /** The name of the changelog topic. */
    public static String changelog(String applicationId) {
        return applicationId + "-" + NodeNames.SOURCES + "-changelog";
    }

    /** The task of this store begins. */
    void begin() {
        ends.begin(context.taskId().partition());
    }

    Optional<SourceState> get(Bytes key) {
        return Optional.ofNullable(states.get(key));
    }

    /**
     * Sets the state of a source; an empty state removes it.
     *
     * @param imageMillis timestamp of the image that changed it
     */
    void put(Bytes key, Optional<SourceState> state, long imageMillis) {
        if (state.isPresent()) {
            states.put(key, state.get());
        } else {
            states.remove(key);
        }
        changed.put(key, imageMillis);
    }

    /** Visits all states in no order; the reader must not change the store. */
    void forEach(BiConsumer<Bytes, SourceState> reader) {
        states.forEach(reader);
    }

    @Override
    public void flushCache() {
        boolean advanced = ends.advance(context.taskId().partition());
        if (changed.isEmpty() && !advanced) {
            return;
        }
        Optional<Bytes> last = ends.isEmpty() ? Optional.empty() : lastWritten();
        Long lastMillis = last.map(changed::remove).orElse(null);
        changed.forEach((key, imageMillis) -> write(key, imageMillis, null));
        last.ifPresent(key -> {
            write(key, lastMillis == null ? millis(key) : lastMillis, ResultsEnd.headers(ends.all()));
            ends.written();
            lastSaying = key;
        });
        changed.clear();
    }

    /**
     * The source whose record says where the results end: one that changed, if one did. The record of a removed source is
     * the last resort, since compaction removes it after a while.
     */
    private Optional<Bytes> lastWritten() {
        return changed.keySet().stream()
                .filter(states::containsKey)
                .findFirst()
                .or(() -> states.keySet().stream().findFirst())
                .or(() -> changed.keySet().stream().findFirst())
                .or(() -> Optional.ofNullable(lastSaying));
    }

    private long millis(Bytes key) {
        SourceState state = states.get(key);
        return state == null ? context.currentSystemTimeMs() : state.last().timestampMillis();
    }

    private void write(Bytes key, long imageMillis, Headers headers) {
        SourceState state = states.get(key);
        byte[] value = state == null ? null : SourceBytes.of(state);
        context.logChange(NodeNames.SOURCES, key, value, imageMillis, headers, Position.emptyPosition());
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        if (!changed.isEmpty()) {
            throw new IllegalStateException(
                    "the states of " + changed.size() + " sources are not written at the commit:"
                            + " this version of Kafka Streams no longer flushes caches before it commits");
        }
    }

    @Override
    public void clearCache() {
        commit(Map.of());
    }

    @Override
    public void init(StateStoreContext storeContext, StateStore root) {
        context = (InternalProcessorContext<?, ?>) storeContext;
        RecordBatchingStateRestoreCallback restore = records -> records.forEach(this::restore);
        storeContext.register(root, restore);
        open = true;
    }

    private void restore(ConsumerRecord<byte[], byte[]> record) {
        Bytes key = Bytes.wrap(record.key());
        if (record.value() == null) {
            states.remove(key);
        } else {
            states.put(key, SourceBytes.state(record.value()));
        }
        if (ends.restore(record.headers())) {
            lastSaying = key;
        }
    }

    @Override
    public void close() {
        open = false;
        states.clear();
        changed.clear();
        ends.clear();
        lastSaying = null;
    }

    @Override
    public String name() {
        return NodeNames.SOURCES;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }
}
