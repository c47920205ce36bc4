package io.elbowatch.core.density;

/**
 * The split of calibration images into two halves: a mixture is fitted to one half, and the other half calibrates its
 * densities. A mixture overestimates the density of the images that it was fitted to. The halves alternate in ten runs
 * each, because neighbouring images are alike.
 *
 * @param images n, 0 or more
 */
public record CalibrationSplit(int images) {
    private static final long RUNS = 20;

    public CalibrationSplit {
        if (images < 0) {
            throw new IllegalArgumentException("there cannot be " + images + " images");
        }
    }

    /** Whether the mixture is fitted to image i; otherwise image i calibrates it. */
    public boolean fitted(int i) {
        return i * RUNS / images % 2 == 0;
    }

    /** m: the number of images that calibrate. */
    public int calibrating() {
        int calibrating = 0;
        for (long run = 1; run < RUNS; run += 2) {
            calibrating += (int) (firstOf(run + 1) - firstOf(run));
        }
        return calibrating;
    }

    /** The smallest number of images of which this number calibrates. */
    public static long imagesFor(long needed) {
        if (needed > Integer.MAX_VALUE / 2 - RUNS) {
            return 2 * needed;
        }
        CalibrationSplit split = new CalibrationSplit((int) Math.max(0, 2 * needed - RUNS));
        while (split.calibrating() < needed) {
            split = new CalibrationSplit(split.images + 1);
        }
        return split.images;
    }

    /** The smallest i with 20·i/n ≥ run. */
    private long firstOf(long run) {
        return (run * images + RUNS - 1) / RUNS;
    }
}
