package io.elbowatch.core.image;

/** Takes a decoded image row by row, from the top. */
interface RowTarget {

    /**
     * Called once, before the first row.
     *
     * @throws UnfitImageException if the target cannot take an image of this size
     */
    void begin(int height, int width) throws UnfitImageException;

    /** Takes the next row. @param row // [C, W], valid during the call only */
    void row(byte[] row);
}
