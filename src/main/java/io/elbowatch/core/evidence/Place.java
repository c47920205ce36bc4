package io.elbowatch.core.evidence;

import io.elbowatch.core.image.Rectangle;

/**
 * A rectangle of pixels of the model's input, around connected windows whose loss is beyond the limit.
 *
 * @param column of its left edge
 * @param row of its top edge
 * @param width in pixels, positive
 * @param height in pixels, positive
 * @param nats the largest loss of its windows, in nats a pixel
 */
public record Place(int column, int row, int width, int height, double nats) {

    public Place {
        if (column < 0 || row < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "not a place: " + width + "x" + height + " at column " + column + ", row " + row);
        }
    }

    /** Its pixels. */
    public Rectangle rectangle() {
        return new Rectangle(column, row, width, height);
    }

    public boolean contains(double atColumn, double atRow) {
        return atColumn >= column && atColumn < column + width && atRow >= row && atRow < row + height;
    }
}
