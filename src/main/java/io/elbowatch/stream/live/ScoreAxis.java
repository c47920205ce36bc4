package io.elbowatch.stream.live;

import java.util.Arrays;
import java.util.List;

/**
 * The axis of one histogram. Every finite number is in one of its bins; a number beyond the axis is in the outermost.
 *
 * @param name of the score, or "p"
 * @param unit of the score, empty where it has none
 * @param edges of the bins, ascending, [bins + 1]
 * @param expected share of the calibration images in each bin, [bins]
 * @param thresholds at which the verdict changes
 * @param logarithmic how it is drawn
 */
public record ScoreAxis(
        String name, String unit, double[] edges, double[] expected, List<Double> thresholds, boolean logarithmic) {

    int bins() {
        return expected.length;
    }

    /** The bin that ends at or above a number. */
    int bin(double value) {
        int found = Arrays.binarySearch(edges, value);
        int upper = found >= 0 ? found : -found - 1;
        return Math.max(0, Math.min(bins() - 1, upper - 1));
    }
}
