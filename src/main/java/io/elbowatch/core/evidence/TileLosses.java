package io.elbowatch.core.evidence;

import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Rectangle;

/**
 * The loss map of an image, stitched from those of its tiles: where tiles overlap the larger loss counts, as for {@code
 * local}. Its cells are squares of pixels, so many that a map of any image takes at most 8 MiB. Every window beyond the
 * limit fills all cells that it touches; every other one counts at its centre.
 */
final class TileLosses {
    private static final int MAX_CELLS = 1 << 20;

    private final ImageShape image;
    private final double limit;
    private final int side; // of a cell, in pixels
    private final double[][] worst; // [rows, columns] of cells

    TileLosses(ImageShape image, double limit) {
        this.image = image;
        this.limit = limit;
        int needed = 1;
        while ((long) cells(image.height(), needed) * cells(image.width(), needed) > MAX_CELLS) {
            needed++;
        }
        this.side = needed;
        this.worst = new double[cells(image.height(), side)][cells(image.width(), side)];
    }

    private static int cells(int pixels, int side) {
        return (pixels + side - 1) / side;
    }

    /** Adds a tile. @param at its place in the image */
    void add(LossMap map, Rectangle at) {
        int inside = map.box() / 2;
        for (int top = 0; top < map.windows().length; top++) {
            for (int left = 0; left < map.windows()[top].length; left++) {
                double nats = map.windows()[top][left];
                if (nats > limit) {
                    fill(nats, map.cell(), at, top, left, map.box());
                } else {
                    fill(nats, map.cell(), at, top + inside, left + inside, 1);
                }
            }
        }
    }

    /** A square of the tile's cells. */
    private void fill(double nats, Cell cell, Rectangle at, int top, int left, int box) {
        int firstRow = (at.row() + top * cell.height()) / side;
        int lastRow = (at.row() + (top + box) * cell.height() - 1) / side;
        int firstColumn = (at.column() + left * cell.width()) / side;
        int lastColumn = (at.column() + (left + box) * cell.width() - 1) / side;
        for (int row = firstRow; row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                worst[row][column] = Math.max(worst[row][column], nats);
            }
        }
    }

    /** The map of the image; cells that are no centre of a window, at the border, have no loss. */
    LossMap map() {
        return new LossMap(new Cell(side, side), 1, worst);
    }

    /** A place without the part of its last cells that lies outside of the image. */
    Place clipped(Place place) {
        return new Place(
                place.column(),
                place.row(),
                Math.min(place.width(), image.width() - place.column()),
                Math.min(place.height(), image.height() - place.row()),
                place.nats());
    }
}
