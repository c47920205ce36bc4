package io.elbowatch.lab.board;

/** One of the eight directions of traces, clockwise from right; the ordinals differ by one every 45 degrees. */
enum Direction {
    E(1, 0),
    SE(1, 1),
    S(0, 1),
    SW(-1, 1),
    W(-1, 0),
    NW(-1, -1),
    N(0, -1),
    NE(1, -1);

    /** cos 45° in 256ths. */
    private static final int DIAGONAL = 181;

    private static final int UNIT = 256;

    private final int stepX;
    private final int stepY;

    Direction(int stepX, int stepY) {
        this.stepX = stepX;
        this.stepY = stepY;
    }

    /**
     * A random direction: parallel to the sides of the board as on most real ones, diagonal in a quarter of all cases.
     */
    static Direction any(Dice dice) {
        int quarter = 2 * dice.below(4);
        return values()[dice.perMille(260) ? quarter + 1 : quarter];
    }

    Direction turned(int eighths) {
        return values()[Math.floorMod(ordinal() + eighths, 8)];
    }

    /** Columns per pixel in this direction: −1, 0 or 1. */
    int stepX() {
        return stepX;
    }

    /** Rows per pixel in this direction: −1, 0 or 1. */
    int stepY() {
        return stepY;
    }

    /** A distance in this direction, as sixteenths along x. */
    int dx(int pixels) {
        return stepX * pixels * Point.PIXEL * length() / UNIT;
    }

    /** A distance in this direction, as sixteenths along y. */
    int dy(int pixels) {
        return stepY * pixels * Point.PIXEL * length() / UNIT;
    }

    private int length() {
        return stepX != 0 && stepY != 0 ? DIAGONAL : UNIT;
    }
}
