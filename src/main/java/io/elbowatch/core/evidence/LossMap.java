package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.ElboForm;

/**
 * The mean ELBO loss of every window of pixels, in nats a pixel. The largest window is the term {@code local}. So the
 * calibrated limit of {@code local} holds for all places: a normal image has a place beyond it as rarely as {@code
 * local} raises a false alarm.
 *
 * @param box side of a window, pixels
 * @param windows by top left corner // [H − box + 1, W − box + 1]
 */
record LossMap(int box, double[][] windows) {

    /** @param loss nll − floor + β·kl of every pixel // [H, W] */
    static LossMap of(ElboForm form, double[][] loss) {
        int box = form.box();
        double[][] sums = sums(loss);
        double[][] windows = new double[loss.length - box + 1][loss[0].length - box + 1];
        for (int row = 0; row < windows.length; row++) {
            for (int column = 0; column < windows[row].length; column++) {
                double sum = sums[row + box][column + box]
                        - sums[row][column + box]
                        - sums[row + box][column]
                        + sums[row][column];
                windows[row][column] = sum / (box * box);
            }
        }
        return new LossMap(box, windows);
    }

    /** Sums over all pixels above and left of a corner (Crow 1984, "Summed-area tables for texture mapping"). */
    private static double[][] sums(double[][] loss) {
        double[][] sums = new double[loss.length + 1][loss[0].length + 1];
        for (int row = 0; row < loss.length; row++) {
            for (int column = 0; column < loss[row].length; column++) {
                sums[row + 1][column + 1] =
                        loss[row][column] + sums[row][column + 1] + sums[row + 1][column] - sums[row][column];
            }
        }
        return sums;
    }

    int height() {
        return windows.length + box - 1;
    }

    int width() {
        return windows[0].length + box - 1;
    }

    /** The mean of the window around a pixel; at the border, of the nearest window inside the image. */
    double around(int row, int column) {
        return windows[inside(row - box / 2, windows.length)][inside(column - box / 2, windows[0].length)];
    }

    private static int inside(int corner, int corners) {
        return Math.max(0, Math.min(corner, corners - 1));
    }

    /** The largest window: {@code local}. */
    double worst() {
        double worst = Double.NEGATIVE_INFINITY;
        for (double[] row : windows) {
            for (double window : row) {
                worst = Math.max(worst, window);
            }
        }
        return worst;
    }
}
