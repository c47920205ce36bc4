package io.elbowatch.core.image;

/** The rows of a PNG, or of one of its passes, with their filters undone. */
final class PngLines {
    private final PngData data;
    private final int length;
    private final int step;
    private byte[] row;
    private byte[] above;

    /** @param columns pixels of a row */
    PngLines(PngHeader header, PngData data, int columns) {
        this.data = data;
        this.length = header.rowBytes(columns);
        this.step = header.bytesPerPixel();
        this.row = new byte[1 + length];
        this.above = new byte[1 + length];
    }

    /** The next row, valid until the call after it: a byte, then the samples. */
    byte[] next() throws UnfitImageException {
        byte[] line = above;
        above = row;
        row = line;
        data.read(row, 0, 1 + length);
        PngFilter.undo(row, above, length, step);
        return row;
    }
}
