package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.PixelForm;
import io.elbowatch.core.elbo.PlaceForm;
import io.elbowatch.core.elbo.PlaceOutput;
import io.elbowatch.core.elbo.ReferenceElbo;

/**
 * The mean ELBO loss of every window of an image, in nats a pixel. The largest window is the term {@code local}. So the
 * calibrated limit of {@code local} holds for all places: a normal image has a place beyond it as rarely as {@code
 * local} raises a false alarm.
 *
 * @param cell the pixels of one step of a window
 * @param box side of a window, cells
 * @param windows by top left corner // [rows − box + 1, columns − box + 1], in cells
 */
record LossMap(Cell cell, int box, double[][] windows) {

    /** @param pixels [C, H, W] @param output of a graph of this form for these pixels */
    static LossMap of(ElboForm form, byte[] pixels, ModelOutput output) {
        if (form instanceof PlaceForm places && output instanceof PlaceOutput found) {
            return ofPlaces(places, found.lossMap());
        }
        return ofPixels((PixelForm) form, ReferenceElbo.of(form, pixels, output).loss());
    }

    /**
     * A window is a place: the graph has already averaged the loss over the places around it. In double precision this
     * would take as long as the network, for thousands of codes.
     *
     * @param losses [h, w]
     */
    private static LossMap ofPlaces(PlaceForm form, float[] losses) {
        double[][] windows = new double[form.grid().height()][form.grid().width()];
        for (int i = 0; i < losses.length; i++) {
            windows[i / windows[0].length][i % windows[0].length] = losses[i];
        }
        return new LossMap(new Cell(form.cellWidth(), form.cellHeight()), 1, windows);
    }

    /** @param loss nll − floor + β·kl of every pixel // [H, W] */
    static LossMap ofPixels(PixelForm form, double[][] loss) {
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
        return new LossMap(Cell.PIXEL, box, windows);
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

    /** Rows of cells. */
    int height() {
        return windows.length + box - 1;
    }

    /** Columns of cells. */
    int width() {
        return windows[0].length + box - 1;
    }

    /** The mean of the window around a pixel; at the border, of the nearest window inside the image. */
    double around(int row, int column) {
        int top = inside(row / cell.height() - box / 2, windows.length);
        int left = inside(column / cell.width() - box / 2, windows[0].length);
        return windows[top][left];
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
