package io.elbowatch.stream.batch;

import java.util.Map;
import org.apache.kafka.streams.state.StoreBuilder;

/** Makes one {@link PreCommitHook} per task; never logged, never cached. */
final class PreCommitHookBuilder implements StoreBuilder<PreCommitHook> {
    private final String name;

    PreCommitHookBuilder(String name) {
        this.name = name;
    }

    @Override
    public PreCommitHook build() {
        return new PreCommitHook(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean loggingEnabled() {
        return false;
    }

    @Override
    public Map<String, String> logConfig() {
        return Map.of();
    }

    @Override
    public StoreBuilder<PreCommitHook> withCachingEnabled() {
        return this;
    }

    @Override
    public StoreBuilder<PreCommitHook> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<PreCommitHook> withLoggingEnabled(Map<String, String> config) {
        return this;
    }

    @Override
    public StoreBuilder<PreCommitHook> withLoggingDisabled() {
        return this;
    }
}
