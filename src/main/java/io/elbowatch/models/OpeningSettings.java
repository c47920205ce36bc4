package io.elbowatch.models;

import io.elbowatch.core.verdict.Decider;
import io.elbowatch.onnx.ProviderChoice;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.IntUnaryOperator;

/**
 * How bundles are opened and judged that are named while the stream runs.
 *
 * @param provider runs all models
 * @param largestBatch the number of images in the largest batch, by the bytes of an image
 * @param alpha the false-alarm rate of the start; empty for that of each bundle
 * @param decider the score that decides at the start
 * @param extrapolateTail whether p-values beyond the calibration images come from their tails
 */
public record OpeningSettings(
        ProviderChoice provider,
        IntUnaryOperator largestBatch,
        OptionalDouble alpha,
        Decider decider,
        boolean extrapolateTail) {

    public OpeningSettings {
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(largestBatch, "largestBatch");
        Objects.requireNonNull(alpha, "alpha");
        Objects.requireNonNull(decider, "decider");
    }
}
