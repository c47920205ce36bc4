package io.elbowatch.lab.board;

/** A rectangle of pixels on an image. Column and row are those of its top left pixel. */
public record Rectangle(int column, int row, int width, int height) {

    public Rectangle {
        if (column < 0 || row < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "no rectangle on an image: " + width + "x" + height + " at column " + column + ", row " + row);
        }
    }

    public boolean contains(int atColumn, int atRow) {
        return atColumn >= column && atColumn < column + width && atRow >= row && atRow < row + height;
    }
}
