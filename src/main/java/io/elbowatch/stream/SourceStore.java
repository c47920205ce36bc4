package io.elbowatch.stream;

import io.elbowatch.core.source.SourceBytes;
import io.elbowatch.core.source.SourceState;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The store of the sources' states: in memory, and in a changelog topic from which another instance takes them over. It is cached, so that
 * a source is written once for every commit, and not for every image (docs/decisions/0012).
 */
final class SourceStore {
    static final String NAME = "sources";

    private SourceStore() {}

    static StoreBuilder<KeyValueStore<byte[], SourceState>> builder() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(NAME),
                        Serdes.ByteArray(),
                        Serdes.serdeFrom(
                                (topic, state) -> state == null ? null : SourceBytes.of(state),
                                (topic, bytes) -> bytes == null ? null : SourceBytes.state(bytes)))
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
    }

    static KeyValueStore<byte[], SourceState> of(ProcessorContext<?, ?> context) {
        return context.getStateStore(NAME);
    }

    /** The name that Kafka Streams gives the topic. */
    static String changelog(String applicationId) {
        return applicationId + "-" + NAME + "-changelog";
    }
}
