package io.elbowatch.core.source;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * p-values of simulated images: places u in the distribution of normal images, 0 for the worst, ranked among those of
 * sampled calibration images, as the stream does it.
 */
final class Healthy {
    private final double[] calibration; // [n], ascending
    private final Random random;

    Healthy(int calibrationImages, Random random) {
        this.random = random;
        this.calibration = random.doubles(calibrationImages).sorted().toArray();
    }

    /** p of an image like the calibration images. */
    double next() {
        return next(u -> u);
    }

    /** p of an image that lies elsewhere. */
    double next(DoubleUnaryOperator place) {
        int found = Arrays.binarySearch(calibration, place.applyAsDouble(random.nextDouble()));
        int worse = found < 0 ? -found - 1 : found;
        return (1.0 + worse) / (calibration.length + 1);
    }

    /** Where images below x come k times as often. */
    static DoubleUnaryOperator tail(double k, double x) {
        return u -> u < k * x ? u / k : x + (u - k * x) / (1 - k * x) * (1 - x);
    }
}
