package io.elbowatch.core.drift;

import io.elbowatch.core.statistics.Sample;
import java.util.TreeSet;

/**
 * The bins between the deciles of a calibration score, and the number of calibration images in each. Every number is in
 * one bin. Where deciles coincide, such as those of blank images, their common value has a bin of its own, so that it
 * is separate from the scores above and below it.
 */
final class CalibrationBins {
    private static final int TENTHS = 10;
    /**
     * The largest relative difference of one score between two runtimes that {@code check} accepts. A third of
     * DeepPCB's crops is blank, and ONNX Runtime gives 18.117203 where PyTorch calibrated with 18.117207: with bounds
     * exactly at the deciles normal crops had an index of 4.3.
     */
    private static final double ROUNDING = 1e-4;

    private final double[] bounds; // [bins − 1], ascending; a score at a bound lies above it
    private final long[] calibration; // [bins]

    CalibrationBins(Sample calibration) {
        this.bounds = bounds(calibration);
        this.calibration = new long[bounds.length + 1];
        for (int i = 0; i < calibration.size(); i++) {
            this.calibration[bin(calibration.get(i))]++;
        }
    }

    private static double[] bounds(Sample calibration) {
        double spread = decile(calibration, TENTHS - 1) - decile(calibration, 1);
        TreeSet<Double> bounds = new TreeSet<>();
        double last = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < TENTHS; i++) {
            double decile = decile(calibration, i);
            double rounding = Math.max(Float.MIN_NORMAL, ROUNDING * Math.max(Math.abs(decile), spread));
            if (decile - last <= rounding) {
                bounds.add(last + rounding);
            } else {
                bounds.add(decile - rounding);
                last = decile;
            }
        }
        return bounds.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A score that occurs, without interpolation, so that the bin of an image depends on its rank alone. */
    private static double decile(Sample calibration, int tenths) {
        return calibration.get((int) ((long) tenths * calibration.size() / TENTHS));
    }

    /** Ten; another number where deciles coincide. */
    int size() {
        return calibration.length;
    }

    /**
     * The bin of a score, from 0. Comparing all bounds, without a branch to mispredict, takes 9 ns a score; a binary
     * search took 21 ns.
     */
    int bin(double score) {
        int below = 0;
        for (double bound : bounds) {
            below += bound <= score ? 1 : 0;
        }
        return below;
    }

    /** The number of calibration images in each bin // [bins] */
    long[] calibration() {
        return calibration.clone();
    }
}
