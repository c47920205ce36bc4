package io.elbowatch.lab.board;

/** A point on the board in sixteenths of a pixel, so that integers can place edges between pixels. */
record Point(int x, int y) {
    /** Sixteenths in a pixel. */
    static final int PIXEL = 16;

    /** The centre of a pixel. */
    static Point ofPixel(int column, int row) {
        return new Point(column * PIXEL + PIXEL / 2, row * PIXEL + PIXEL / 2);
    }

    /** This point moved along a direction. */
    Point along(Direction direction, int pixels) {
        return new Point(x + direction.dx(pixels), y + direction.dy(pixels));
    }
}
