package io.elbowatch.settings;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.models.ModelsSettings;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.flow.AheadLimits;
import io.elbowatch.stream.reference.ReferenceSettings;
import io.elbowatch.stream.shadow.ShadowLimits;
import io.elbowatch.stream.webhook.WebhookSettings;
import io.elbowatch.traces.TracesSettings;
import io.elbowatch.web.HttpSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The checked settings of one process. Immutable; printing them shows no secret.
 *
 * @param bundle the model's folder, empty if none is named
 * @param provider execution provider that runs the model
 * @param alpha the false-alarm rate, empty for the bundle's own
 * @param extrapolateTail whether p-values beyond the calibration images come from their tails
 * @param decider the score that decides
 * @param plan routes of the start, and how records choose a bundle
 * @param stream settings of the stream
 * @param decode limits of an encoded image
 * @param ahead threads and memory for images that are decoded ahead of their stream threads
 * @param http address and access of the live page, metrics and health
 * @param webhook that is told of incidents; empty for none
 * @param traces where spans go; empty for no traces
 * @param models where bundles of plans come from, and how many of them are open
 * @param references how images are fetched that records refer to; empty where none are
 * @param shadow limits of what waits for shadow bundles
 * @param maxSources sources with their own metrics, 0 to {@link #MAX_SOURCES}
 * @param qualityWindow span of the images whose labels say how good the verdicts are
 * @param logFormat how log events are written
 * @param effective every value that is in force, in the order of the keys, with its origin
 */
public record Settings(
        Optional<Path> bundle,
        ProviderChoice provider,
        OptionalDouble alpha,
        boolean extrapolateTail,
        Decider decider,
        PlanSettings plan,
        StreamSettings stream,
        DecodeLimits decode,
        AheadLimits ahead,
        HttpSettings http,
        Optional<WebhookSettings> webhook,
        Optional<TracesSettings> traces,
        ModelsSettings models,
        Optional<ReferenceSettings> references,
        ShadowLimits shadow,
        int maxSources,
        Duration qualityWindow,
        LogFormat logFormat,
        List<Given> effective) {
    /** Each source has five time series; Prometheus is not made for more than 50,000 of them. */
    static final int MAX_SOURCES = 10_000;

    public Settings {
        if (maxSources < 0 || maxSources > MAX_SOURCES) {
            throw new IllegalArgumentException(
                    "maxSources must lie between 0 and " + MAX_SOURCES + ", not " + maxSources);
        }
        effective = List.copyOf(effective);
    }

    /** The model's folder. @throws io.elbowatch.core.Refusal when none is named, or one that does not exist */
    public Path requireBundle() {
        return new BundleName(System.getenv()).require(bundle);
    }

    /** The folder of another bundle that a user names as the setting is named. @throws io.elbowatch.core.Refusal as above */
    public Path requireBundle(Path named) {
        return new BundleName(System.getenv()).require(Optional.of(named));
    }

    /** Every value in force as {@code key = value  # origin}, one per line; secrets are masked. */
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

    /** The values that are not defaults as {@code key=value} in one line, for the log; secrets are masked. */
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
