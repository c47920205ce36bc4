package io.elbowatch.stream.batch;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Builds stores that Kafka Streams uses as they are: it adds neither a cache nor a logging store around them.
 *
 * @param name of the store
 * @param loggingEnabled whether the store has a changelog topic, which it writes itself
 * @param stores makes one store for each task
 */
public record UnwrappedStoreBuilder<S extends StateStore>(String name, boolean loggingEnabled, Supplier<S> stores)
        implements StoreBuilder<S> {

    @Override
    public S build() {
        return stores.get();
    }

    @Override
    public Map<String, String> logConfig() {
        return Map.of();
    }

    @Override
    public StoreBuilder<S> withCachingEnabled() {
        return this;
    }

    @Override
    public StoreBuilder<S> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<S> withLoggingEnabled(Map<String, String> config) {
        return this;
    }

    @Override
    public StoreBuilder<S> withLoggingDisabled() {
        return this;
    }
}
