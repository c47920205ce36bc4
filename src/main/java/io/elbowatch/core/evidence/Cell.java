package io.elbowatch.core.evidence;

/**
 * The rectangle of pixels that one value of a loss map stands for.
 *
 * @param width in pixels, positive
 * @param height in pixels, positive
 */
public record Cell(int width, int height) {
    static final Cell PIXEL = new Cell(1, 1);

    public Cell {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("not a cell: " + width + "x" + height);
        }
    }
}
