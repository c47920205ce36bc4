package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.Mask;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The part of an image whose loss is beyond a limit: all pixels of the windows that are, without those that the mask
 * excludes. The share is above 0 exactly if there is a place.
 *
 * @param share of the pixels that count, 0 to 1
 * @param places the connected areas of these pixels, the largest loss first
 */
record Excess(double share, List<Place> places) {

    static Excess of(LossMap map, Mask mask, double limit) {
        return of(map, counts(map, mask), limit);
    }

    /** Where every cell counts. */
    static Excess of(LossMap map, double limit) {
        boolean[][] counts = new boolean[map.height()][map.width()];
        for (boolean[] row : counts) {
            Arrays.fill(row, true);
        }
        return of(map, counts, limit);
    }

    private static Excess of(LossMap map, boolean[][] counts, double limit) {
        double[][] worst = new double[map.height()]
                [map.width()]; // the largest window beyond the limit that covers the cell, else 0
        int cells = 0;
        for (int top = 0; top < map.windows().length; top++) {
            for (int left = 0; left < map.windows()[top].length; left++) {
                if (map.windows()[top][left] > limit) {
                    cells += cover(worst, counts, top, left, map.box(), map.windows()[top][left]);
                }
            }
        }
        return new Excess(cells / (double) number(counts), places(worst, map.cell()));
    }

    /** The cells that have a pixel that counts; at least one. */
    private static boolean[][] counts(LossMap map, Mask mask) {
        Cell cell = map.cell();
        boolean[][] counts = new boolean[map.height()][map.width()];
        for (int row = 0; row < counts.length; row++) {
            for (int column = 0; column < counts[row].length; column++) {
                counts[row][column] =
                        mask.countsIn(row * cell.height(), column * cell.width(), cell.height(), cell.width());
            }
        }
        return counts;
    }

    private static int number(boolean[][] counts) {
        int number = 0;
        for (boolean[] row : counts) {
            for (boolean one : row) {
                number += one ? 1 : 0;
            }
        }
        return number;
    }

    /** The number of cells that count and that no earlier window covered. */
    private static int cover(double[][] worst, boolean[][] counts, int top, int left, int box, double nats) {
        int fresh = 0;
        for (int row = top; row < top + box; row++) {
            for (int column = left; column < left + box; column++) {
                if (counts[row][column]) {
                    fresh += worst[row][column] == 0 ? 1 : 0;
                    worst[row][column] = Math.max(worst[row][column], nats);
                }
            }
        }
        return fresh;
    }

    private static List<Place> places(double[][] worst, Cell cell) {
        List<Place> places = new ArrayList<>();
        for (int row = 0; row < worst.length; row++) {
            for (int column = 0; column < worst[row].length; column++) {
                if (worst[row][column] != 0) {
                    places.add(place(worst, row, column, cell));
                }
            }
        }
        places.sort(Comparator.comparingDouble(Place::nats).reversed());
        return List.copyOf(places);
    }

    /** The area of a cell by flood fill over eight neighbours. Its cells are set to 0. */
    private static Place place(double[][] worst, int row, int column, Cell cell) {
        int width = worst[0].length;
        int[] bounds = {row, row, column, column}; // first and last row, first and last column
        double nats = 0;
        Deque<Integer> open = new ArrayDeque<>(List.of(row * width + column));
        while (!open.isEmpty()) {
            int next = open.remove();
            int atRow = next / width;
            int atColumn = next % width;
            if (worst[atRow][atColumn] == 0) {
                continue;
            }
            nats = Math.max(nats, worst[atRow][atColumn]);
            worst[atRow][atColumn] = 0;
            bounds[0] = Math.min(bounds[0], atRow);
            bounds[1] = Math.max(bounds[1], atRow);
            bounds[2] = Math.min(bounds[2], atColumn);
            bounds[3] = Math.max(bounds[3], atColumn);
            for (int r = Math.max(0, atRow - 1); r <= Math.min(worst.length - 1, atRow + 1); r++) {
                for (int c = Math.max(0, atColumn - 1); c <= Math.min(width - 1, atColumn + 1); c++) {
                    if (worst[r][c] != 0) {
                        open.add(r * width + c);
                    }
                }
            }
        }
        return new Place(
                bounds[2] * cell.width(),
                bounds[0] * cell.height(),
                (bounds[3] - bounds[2] + 1) * cell.width(),
                (bounds[1] - bounds[0] + 1) * cell.height(),
                nats);
    }
}
