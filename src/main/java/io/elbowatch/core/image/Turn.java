package io.elbowatch.core.image;

/**
 * Turns and mirrors an image as its EXIF orientation says: rows and columns change places for 5 to 8; then the columns
 * are reversed for 2, 3, 6 and 7, and the rows for 3, 4, 7 and 8.
 */
final class Turn {
    private final boolean swapped;
    private final boolean columnsReversed;
    private final boolean rowsReversed;

    /** @param orientation 1 to 8 */
    Turn(int orientation) {
        swapped = orientation >= 5;
        columnsReversed = orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
        rowsReversed = orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    }

    Planes of(Planes image) {
        if (!swapped && !columnsReversed && !rowsReversed) {
            return image;
        }
        int height = swapped ? image.width() : image.height();
        int width = swapped ? image.height() : image.width();
        Planes turned = image.depth() == 8 ? Planes.black(image.channels(), height, width) : Planes.deep(height, width);
        byte[] from = image.pixels(); // [C, H, W]
        byte[] to = turned.pixels(); // [C, height, width]
        int across = swapped ? image.width() : 1; // from one column of the turned image to the next, in the stored one
        int down = swapped ? 1 : image.width();
        for (int c = 0, at = 0; c < image.channels(); c++) {
            for (int y = 0; y < height; y++) {
                int row = rowsReversed ? height - 1 - y : y;
                int first = columnsReversed ? width - 1 : 0;
                int step = columnsReversed ? -across : across;
                int stored = c * height * width + row * down + first * across;
                if (image.depth() == 8) {
                    for (int x = 0; x < width; x++, stored += step) {
                        to[at++] = from[stored];
                    }
                } else {
                    for (int x = 0; x < width; x++, stored += step) {
                        to[at++] = from[2 * stored];
                        to[at++] = from[2 * stored + 1];
                    }
                }
            }
        }
        return turned;
    }
}
