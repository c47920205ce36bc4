package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.Features;
import io.elbowatch.core.verdict.Judge;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far one feature of an image is from that of the most similar normal images.
 *
 * @param feature its name in the manifest
 * @param spreads from their mean, in their standard deviations; negative below the mean
 */
public record Deviation(String feature, double spreads) {
    private static final int FURTHEST = 3;

    /** The features that are furthest out, at most three, the furthest first. @param names of all features, in order */
    public static List<Deviation> furthest(Judge judge, Features features, List<String> names) {
        double[] spreads = judge.calibration().mixture().deviations(features);
        return IntStream.range(0, Math.min(spreads.length, names.size()))
                .mapToObj(i -> new Deviation(names.get(i), spreads[i]))
                .sorted(Comparator.comparingDouble((Deviation one) -> Math.abs(one.spreads()))
                        .reversed())
                .limit(FURTHEST)
                .toList();
    }

    /** What a person sees of it, such as "dark"; of an unknown feature its name and direction. */
    public String words() {
        boolean high = spreads > 0;
        return switch (feature) {
            case "brightness_mean" -> high ? "bright" : "dark";
            case "brightness_highest" -> high ? "bright spots" : "dark";
            case "log_steps_across", "log_steps_down" -> high ? "noisy" : "blurred";
            case "black" -> high ? "much black" : "little black";
            case "flat" -> high ? "flat" : "grainy";
            case "log_deviance", "log_residual_squares" ->
                high ? "unlike its reconstruction" : "too close to its reconstruction";
            case "log_kl" -> high ? "unusual content" : "empty";
            case "log_local" -> high ? "one unusual place" : "too uniform";
            case "log_local_row" -> high ? "one unusual row" : "too uniform";
            case "log_local_column" -> high ? "one unusual column" : "too uniform";
            default -> feature.startsWith("mean_") ? "unusual content" : feature + (high ? " high" : " low");
        };
    }
}
