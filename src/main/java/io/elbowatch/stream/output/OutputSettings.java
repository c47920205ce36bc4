package io.elbowatch.stream.output;

import io.elbowatch.stream.registry.RegistrySettings;
import java.util.Objects;
import java.util.Optional;

/**
 * How output records are written.
 *
 * @param format of the values
 * @param registry of Avro schemas, with which Avro is written and read; empty for none
 */
public record OutputSettings(OutputFormat format, Optional<RegistrySettings> registry) {
    public static final OutputSettings DEFAULT = new OutputSettings(OutputFormat.JSON, Optional.empty());

    public OutputSettings {
        Objects.requireNonNull(format, "format");
        if (format == OutputFormat.AVRO && registry.isEmpty()) {
            throw new IllegalArgumentException("Avro needs a registry");
        }
    }
}
