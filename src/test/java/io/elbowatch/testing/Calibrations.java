package io.elbowatch.testing;

import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Score;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Calibrations whose p-values can be told by heart. */
public final class Calibrations {
    private Calibrations() {}

    /** n images whose every score runs over 1, 2, ... n. */
    public static Calibration upTo(int n) {
        double[] ascending = IntStream.rangeClosed(1, n).asDoubleStream().toArray();
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            scores.put(score, ascending);
        }
        return new Calibration(scores);
    }
}
