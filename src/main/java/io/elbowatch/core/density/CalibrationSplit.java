package io.elbowatch.core.density;

/**
 * The two halves of calibration images in their order: a mixture is fitted to the one, its densities are calibrated with the
 * other, since of images that it was fitted to it says that they are more usual than they are. Ten runs of each in turn:
 * neighbours are alike.
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

    /** Whether image i is fitted to; if not, it calibrates. */
    public boolean fitted(int i) {
        return i * RUNS / images % 2 == 0;
    }

    /** m: how many images calibrate. */
    public int calibrating() {
        int calibrating = 0;
        for (long run = 1; run < RUNS; run += 2) {
            calibrating += (int) (firstOf(run + 1) - firstOf(run));
        }
        return calibrating;
    }

    /** The fewest images of which so many calibrate. */
    public static long calibrating(long needed) {
        if (needed > Integer.MAX_VALUE / 2 - RUNS) {
            return 2 * needed;
        }
        CalibrationSplit halves = new CalibrationSplit((int) Math.max(0, 2 * needed - RUNS));
        while (halves.calibrating() < needed) {
            halves = new CalibrationSplit(halves.images + 1);
        }
        return halves.images;
    }

    /** The smallest i with 20·i/n ≥ run. */
    private long firstOf(long run) {
        return (run * images + RUNS - 1) / RUNS;
    }
}
