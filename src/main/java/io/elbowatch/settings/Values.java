package io.elbowatch.settings;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The value of every setting after all layers. A value that does not parse is a problem, and its default stands in, so
 * that the other checks go on.
 */
final class Values {
    private final Problems problems;
    private final SmallRyeConfig config;
    private final Map<String, Given> effective = new TreeMap<>();

    Values(List<Layer> layers, Problems problems) {
        this.problems = problems;
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
        ValueType.register(builder);
        layers.forEach(layer -> builder.withSources(layer.source()));
        config = builder.build();
        layers.stream().sorted(Comparator.comparing(Layer::rank)).forEach(layer -> effective.putAll(layer.given()));
    }

    /** The value of a setting that has a default. */
    <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseGet(
                        () -> setting.type().reader().apply(setting.fallback().orElseThrow()));
    }

    /** The value of a setting that may have none. */
    <T> Optional<T> find(Setting<T> setting) {
        try {
            return config.getOptionalValue(setting.key(), setting.type().type());
        } catch (IllegalArgumentException e) {
            Given given = effective.get(setting.key());
            problems.add(setting.key() + " = '" + given.shown() + "' (" + given.origin() + "): allowed is "
                    + setting.type().allowed());
            return Optional.empty();
        }
    }

    /** What passes through to Kafka, with the prefix. */
    List<Given> kafka() {
        return effective.values().stream()
                .filter(given -> given.key().startsWith(Setting.KAFKA_PREFIX))
                .toList();
    }

    /** All that is in force, by key. */
    List<Given> effective() {
        return List.copyOf(effective.values());
    }
}
