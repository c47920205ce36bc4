package io.elbowatch.core.image;

/** The row filters of PNG (section 9 of the specification), undone in place. */
final class PngFilter {
    /** Bytes of a pixel of the usual photograph: red, green, blue. */
    private static final int COLOURS = 3;

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
        int first = Math.min(step, length);
        for (int i = 1; i <= first; i++) {
            row[i] += (byte) ((above[i] & 0xff) >> 1);
        }
        for (int i = 1 + step; i <= length; i++) {
            row[i] += (byte) (((row[i - step] & 0xff) + (above[i] & 0xff)) >> 1);
        }
    }

    private static void undoPaeth(byte[] row, byte[] above, int length, int step) {
        int first = Math.min(step, length);
        for (int i = 1; i <= first; i++) {
            row[i] += above[i];
        }
        if (step == COLOURS) {
            undoPaethOfColours(row, above, length);
            return;
        }
        for (int i = 1 + step; i <= length; i++) {
            row[i] += (byte) paeth(row[i - step] & 0xff, above[i] & 0xff, above[i - step] & 0xff);
        }
    }

    /** What is left of a sample stays in a variable: reading back what was just written took half of the time. */
    private static void undoPaethOfColours(byte[] row, byte[] above, int length) {
        if (length < 2 * COLOURS) {
            return;
        }
        int red = row[1] & 0xff;
        int green = row[2] & 0xff;
        int blue = row[3] & 0xff;
        int redCorner = above[1] & 0xff;
        int greenCorner = above[2] & 0xff;
        int blueCorner = above[3] & 0xff;
        for (int i = 1 + COLOURS; i + 2 <= length; i += COLOURS) {
            int redUp = above[i] & 0xff;
            int greenUp = above[i + 1] & 0xff;
            int blueUp = above[i + 2] & 0xff;
            red = row[i] + paeth(red, redUp, redCorner) & 0xff;
            green = row[i + 1] + paeth(green, greenUp, greenCorner) & 0xff;
            blue = row[i + 2] + paeth(blue, blueUp, blueCorner) & 0xff;
            row[i] = (byte) red;
            row[i + 1] = (byte) green;
            row[i + 2] = (byte) blue;
            redCorner = redUp;
            greenCorner = greenUp;
            blueCorner = blueUp;
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
