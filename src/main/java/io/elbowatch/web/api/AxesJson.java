package io.elbowatch.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.live.ScoreAxes;
import io.elbowatch.stream.live.ScoreAxis;

/** The histograms of the calibration images with the thresholds of a judge. */
final class AxesJson {
    private AxesJson() {}

    static ArrayNode of(Judge judge) {
        ArrayNode json = JsonAnswer.object().putArray("axes");
        for (ScoreAxis axis : ScoreAxes.of(judge)) {
            ObjectNode one = json.addObject()
                    .put("name", axis.name())
                    .put("unit", axis.unit())
                    .put("logarithmic", axis.logarithmic());
            add(one.putArray("edges"), axis.edges());
            add(one.putArray("expected"), axis.expected());
            ArrayNode thresholds = one.putArray("thresholds");
            axis.thresholds().forEach(thresholds::add);
        }
        return json;
    }

    private static void add(ArrayNode list, double[] numbers) {
        for (double number : numbers) {
            list.add((float) number);
        }
    }
}
