package io.elbowatch.lab.board;

/** The copper of a square board: a grid of cells, [size, size], each copper or bare. */
final class Copper {
    private final int size;
    private final boolean[] cells; // [size, size]

    Copper(int size) {
        this(size, new boolean[size * size]);
    }

    private Copper(int size, boolean[] cells) {
        this.size = size;
        this.cells = cells;
    }

    Copper copy() {
        return new Copper(size, cells.clone());
    }

    int size() {
        return size;
    }

    boolean at(int column, int row) {
        return cells[row * size + column];
    }

    boolean contains(int column, int row) {
        return column >= 0 && column < size && row >= 0 && row < size;
    }

    /** Sets or removes the copper of a shape whose edge is first moved by roughness and growth. */
    void set(Shape shape, boolean copper, Roughness roughness, int growth) {
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                if (at(column, row) != copper && covers(shape, column, row, roughness, growth)) {
                    cells[row * size + column] = copper;
                }
            }
        }
    }

    /**
     * The roughness is expensive and matters near the edge only: without the first two tests a board takes three times
     * as long.
     */
    private static boolean covers(Shape shape, int column, int row, Roughness roughness, int growth) {
        Point point = Point.ofPixel(column, row);
        return shape.covers(point, growth + roughness.max())
                && (shape.covers(point, growth - roughness.max())
                        || shape.covers(point, growth + roughness.at(column, row)));
    }

    /** Adds all copper of the other grid. */
    void add(Copper other) {
        for (int cell = 0; cell < cells.length; cell++) {
            cells[cell] |= other.cells[cell];
        }
    }

    boolean overlaps(Copper other) {
        for (int cell = 0; cell < cells.length; cell++) {
            if (cells[cell] && other.cells[cell]) {
                return true;
            }
        }
        return false;
    }

    /** The share of copper cells, per mille. */
    int perMille() {
        int covered = 0;
        for (boolean cell : cells) {
            covered += cell ? 1 : 0;
        }
        return covered * 1000 / cells.length;
    }

    /** The scan: copper black (0), bare board white (255). */
    Picture picture() {
        byte[] pixels = new byte[cells.length];
        for (int cell = 0; cell < cells.length; cell++) {
            pixels[cell] = (byte) (cells[cell] ? 0 : 255);
        }
        return new Picture(size, size, pixels);
    }
}
