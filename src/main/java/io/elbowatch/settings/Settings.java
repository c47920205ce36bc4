package io.elbowatch.settings;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.web.HttpSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Everything that Elbowatch was told, checked. It never changes, and printing it shows no secret.
 *
 * @param bundle the model's folder, if one was named; {@link BundleName#require} insists on it
 * @param provider what runs the model
 * @param alpha the false-alarm rate, empty for the bundle's own
 * @param decider which score decides
 * @param stream what the stream needs
 * @param decode what an image may cost
 * @param http where the metrics are served
 * @param maxSources so many sources have metrics of their own, 0 or more
 * @param logFormat how log events are written
 * @param effective the values that are in force, by key, and where each came from
 */
public record Settings(
        Optional<Path> bundle,
        ProviderChoice provider,
        OptionalDouble alpha,
        Decider decider,
        StreamSettings stream,
        DecodeLimits decode,
        HttpSettings http,
        int maxSources,
        LogFormat logFormat,
        List<Given> effective) {
    /** Five series each: beyond that Prometheus is the wrong place to tell sources apart. */
    static final int MAX_SOURCES = 10_000;

    public Settings {
        if (maxSources < 0 || maxSources > MAX_SOURCES) {
            throw new IllegalArgumentException(
                    "metrics.max-sources must lie between 0 and " + MAX_SOURCES + ", not " + maxSources);
        }
        effective = List.copyOf(effective);
    }

    /** What is in force, one {@code key = value} a line with its origin behind; secrets masked. */
    public String describe() {
        int width = effective.stream()
                .mapToInt(given -> given.key().length() + given.shown().length())
                .max()
                .orElse(0);
        return effective.stream()
                .map(given -> {
                    int gap = width - given.key().length() - given.shown().length();
                    return given.key() + " = " + given.shown() + " ".repeat(gap + 2) + "# " + given.origin();
                })
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** What differs from the defaults, as {@code key=value} in one line for the log; secrets masked. */
    public String summary() {
        return effective.stream()
                .filter(Given::chosen)
                .map(given -> given.key() + "=" + given.shown())
                .collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return "Settings" + effective;
    }
}
