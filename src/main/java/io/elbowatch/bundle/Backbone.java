package io.elbowatch.bundle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Set;

/**
 * The pretrained network whose features a feature bundle explains. It is a part of the graph, with its normalisation:
 * x = (byte − mean)/deviation for each colour channel. Only for readers.
 *
 * @param file its name when the bundle was made
 * @param sha256 of its bytes, hexadecimal
 * @param taps the tensors that are the features, at least one
 * @param mean for each channel, in levels of a byte, [3]
 * @param deviation for each channel, in levels of a byte, positive, [3]
 * @param order of the channels of its input, RGB or BGR
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Backbone(
        String file, String sha256, List<String> taps, List<Double> mean, List<Double> deviation, String order) {
    private static final int CHANNELS = 3;
    private static final Set<String> ORDERS = Set.of("RGB", "BGR");

    public Backbone {
        Manifest.require(file != null && !file.isBlank(), "backbone.file", "is missing");
        Manifest.require(
                sha256 != null && sha256.matches("[0-9a-fA-F]{64}"),
                "backbone.sha256",
                "must be 64 hexadecimal digits");
        Manifest.require(
                taps != null && !taps.isEmpty() && taps.stream().noneMatch(tap -> tap == null || tap.isBlank()),
                "backbone.taps",
                "must be names, at least one");
        Manifest.require(isOfChannels(mean), "backbone.mean", "must be three numbers");
        Manifest.require(
                isOfChannels(deviation) && deviation.stream().allMatch(value -> value > 0),
                "backbone.deviation",
                "must be three positive numbers");
        Manifest.require(order != null && ORDERS.contains(order), "backbone.order", "must be RGB or BGR");
        taps = List.copyOf(taps);
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
    }

    private static boolean isOfChannels(List<Double> values) {
        return values != null
                && values.size() == CHANNELS
                && values.stream().allMatch(value -> value != null && Double.isFinite(value));
    }
}
