package io.elbowatch.testing;

import io.elbowatch.core.density.CalibrationSplit;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Calibrations whose p-values can be told by heart. */
public final class Calibrations {
    private Calibrations() {}

    /** Who decides by the default score and by {@link #upTo} so many. */
    public static Judge judge(int n, double alpha) {
        return new Judge(upTo(n), 1, Decider.DEFAULT, alpha);
    }

    /**
     * n images whose every score runs over 1, 2, ... n; those that calibrate the density, about every other, rank alike by
     * {@code local} and {@code density}.
     */
    public static Calibration upTo(int n) {
        double[] ascending = IntStream.rangeClosed(1, n).asDoubleStream().toArray();
        int m = new CalibrationSplit(n).calibrating();
        double[] shares =
                IntStream.rangeClosed(1, m).mapToDouble(i -> i / (double) m).toArray();
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            scores.put(score, ascending);
        }
        scores.put(
                Score.DENSITY,
                Arrays.stream(shares).map(share -> Math.ceil(share * n)).toArray());
        return new Calibration(scores, shares, Terms.MIXTURE);
    }
}
