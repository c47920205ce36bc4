package io.elbowatch.core.image;

/** The row filters of PNG (section 9 of the specification), undone in place. */
final class PngFilter {
    private PngFilter() {}

    /**
     * Undoes one row's filter.
     *
     * @param row the filter's number, then the filtered bytes
     * @param above the unfiltered row above, with any first byte; zeros for the first row
     * @param length of the row without its filter byte
     * @param step bytes of a pixel, at least 1
     */
    static void undo(byte[] row, byte[] above, int length, int step) throws UnfitImageException {
        switch (row[0]) {
            case 0 -> {}
            case 1 -> undoLeft(row, length, step);
            case 2 -> undoAbove(row, above, length);
            case 3 -> undoAverage(row, above, length, step);
            case 4 -> undoPaeth(row, above, length, step);
            default ->
                throw UnfitImageException.undecodable(
                        "a row of the PNG has filter " + (row[0] & 0xff) + ", but there are only 0 to 4");
        }
    }

    private static void undoLeft(byte[] row, int length, int step) {
        for (int i = 1 + step; i <= length; i++) {
            row[i] += row[i - step];
        }
    }

    private static void undoAbove(byte[] row, byte[] above, int length) {
        for (int i = 1; i <= length; i++) {
            row[i] += above[i];
        }
    }

    private static void undoAverage(byte[] row, byte[] above, int length, int step) {
        for (int i = 1; i <= length; i++) {
            int left = i > step ? row[i - step] & 0xff : 0;
            row[i] += (byte) ((left + (above[i] & 0xff)) >> 1);
        }
    }

    private static void undoPaeth(byte[] row, byte[] above, int length, int step) {
        for (int i = 1; i <= length; i++) {
            boolean first = i <= step;
            int left = first ? 0 : row[i - step] & 0xff;
            int corner = first ? 0 : above[i - step] & 0xff;
            row[i] += (byte) paeth(left, above[i] & 0xff, corner);
        }
    }

    private static int paeth(int left, int up, int corner) {
        int toLeft = Math.abs(up - corner);
        int toUp = Math.abs(left - corner);
        int toCorner = Math.abs(left + up - 2 * corner);
        if (toLeft <= toUp && toLeft <= toCorner) {
            return left;
        }
        return toUp <= toCorner ? up : corner;
    }
}
