package io.elbowatch.core.image;

/**
 * A rectangle of pixels of an image. It has one pixel or more.
 *
 * @param column of its left edge
 * @param row of its top edge
 * @param width in pixels, positive
 * @param height in pixels, positive
 */
public record Rectangle(int column, int row, int width, int height) {

    public Rectangle {
        if (column < 0 || row < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "not a rectangle: " + width + "x" + height + " at column " + column + ", row " + row);
        }
    }
}
