package io.elbowatch.core.drift;

import io.elbowatch.core.statistics.Sample;
import java.util.TreeSet;

/**
 * The ranges between the deciles of a calibration score, and how many calibration images are in each. Every number is in one
 * range. Where deciles coincide, as the scores of blank images do, the value that they share is a range by itself, so that
 * scores above and below it are told from it.
 */
final class CalibrationBins {
    private static final int TENTHS = 10;
    /**
     * So far, relatively, two runtimes may differ in one score: {@code check} lets no more through. Of DeepPCB's crops a third
     * is blank, and ONNX Runtime gives 18.117203 where PyTorch calibrated 18.117207: with bounds at the deciles themselves normal
     * crops had an index of 4.3.
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

    /** A score that occurs, not one between two: which range an image is in then depends on its rank alone. */
    private static double decile(Sample calibration, int tenths) {
        return calibration.get((int) ((long) tenths * calibration.size() / TENTHS));
    }

    /** Ten, but for deciles that coincide. */
    int size() {
        return calibration.length;
    }

    /**
     * The range of a score, from 0. All bounds are compared: without a branch to mispredict that took 9 ns a score, halving the
     * range 21.
     */
    int bin(double score) {
        int below = 0;
        for (double bound : bounds) {
            below += bound <= score ? 1 : 0;
        }
        return below;
    }

    /** How many calibration images each range holds. // [bins] */
    long[] calibration() {
        return calibration.clone();
    }
}
