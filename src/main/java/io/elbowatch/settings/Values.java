package io.elbowatch.settings;

import io.elbowatch.core.FileNames;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The values that are in force. A value that its setting does not allow is a problem, and the default replaces it, so
 * that the other checks continue.
 */
final class Values {
    private final Map<String, Given> inForce;
    private final Problems problems;

    /** @param inForce by key */
    Values(Map<String, Given> inForce, Problems problems) {
        this.inForce = new TreeMap<>(inForce);
        this.problems = problems;
    }

    /** The value of a setting that has a default. */
    <T> T get(Setting<T> setting) {
        return find(setting).orElseGet(() -> setting.read(setting.fallback().orElseThrow()));
    }

    /** The value of a setting that may have none. */
    <T> Optional<T> find(Setting<T> setting) {
        Given given = inForce.get(setting.key());
        if (given == null || given.value().isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(setting.read(given.value()));
        } catch (InvalidPathException e) {
            problems.add(given.key() + " (" + given.origin() + "): "
                    + FileNames.refusal(e).getMessage());
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            problems.add(given.quoted() + ": allowed is " + setting.allowed());
            return Optional.empty();
        }
    }

    /** Whether none of the settings has a value that is not allowed. */
    boolean areAllowed(Setting<?>... settings) {
        return Stream.of(settings)
                .allMatch(setting ->
                        !inForce.containsKey(setting.key()) || find(setting).isPresent());
    }

    /** Whether a value was given, allowed or not. */
    boolean has(Setting<?> setting) {
        return inForce.containsKey(setting.key());
    }

    /** What was written for a setting that has a value. */
    Given given(Setting<?> setting) {
        return inForce.get(setting.key());
    }

    /** The settings that pass through to Kafka, with the prefix. */
    List<Given> kafka() {
        return inForce.values().stream()
                .filter(given -> given.key().startsWith(Setting.KAFKA_PREFIX))
                .toList();
    }

    /** All values that are in force, in the order of their keys. */
    List<Given> all() {
        return List.copyOf(inForce.values());
    }
}
