package io.elbowatch.stream.flow;

import java.util.Map;
import org.apache.kafka.streams.state.StoreBuilder;

/** Makes one {@link SourceStore} per task; always logged, and never wrapped in a cache but its own. */
final class SourceStoreBuilder implements StoreBuilder<SourceStore> {

    @Override
    public SourceStore build() {
        return new SourceStore();
    }

    @Override
    public String name() {
        return NodeNames.SOURCES;
    }

    @Override
    public boolean loggingEnabled() {
        return true;
    }

    @Override
    public Map<String, String> logConfig() {
        return Map.of();
    }

    @Override
    public StoreBuilder<SourceStore> withCachingEnabled() {
        return this;
    }

    @Override
    public StoreBuilder<SourceStore> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<SourceStore> withLoggingEnabled(Map<String, String> config) {
        return this;
    }

    @Override
    public StoreBuilder<SourceStore> withLoggingDisabled() {
        return this;
    }
}
