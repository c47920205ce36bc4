package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.ElboForm;

/**
 * Where an image is unlikely: the mean ELBO loss of every window of pixels, in nats a pixel. The largest of them is the term {@code
 * local}; so its calibrated limit is that of all places, and a normal image has a place beyond it as seldom as it is reported.
 *
 * @param box side of a window, pixels
 * @param windows by their top left corner // [H − box + 1, W − box + 1]
 */
record LossMap(int box, double[][] windows) {

    /** @param loss nll − floor + β·kl of every place // [H, W] */
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

    /** Sums over all places above and left of a corner (Crow 1984, "Summed-area tables for texture mapping"). */
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

    /** The mean of the window around a pixel; at the border, of the nearest window that lies inside the image. */
    double around(int row, int column) {
        return windows[inside(row - box / 2, windows.length)][inside(column - box / 2, windows[0].length)];
    }

    private static int inside(int corner, int corners) {
        return Math.max(0, Math.min(corner, corners - 1));
    }

    /** The largest window's, which is {@code local}. */
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
