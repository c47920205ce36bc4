package io.elbowatch.core.image;

/**
 * Converts unfiltered PNG rows to pixels of planes. It drops alpha and, unless the planes have 16 bits, keeps the high byte
 * of 16-bit samples. A sample beyond the palette is an error.
 */
final class PngRows {
    private final PngHeader header;
    private final Palette palette; // null for RGB
    private final Planes planes;

    PngRows(PngHeader header, Palette palette, Planes planes) {
        this.header = header;
        this.palette = palette;
        this.planes = planes;
    }

    /**
     * Writes one row of one interlacing pass.
     *
     * @param row filter byte and samples
     * @param at index of its first pixel in a plane
     * @param end index after the last pixel of that plane's row
     * @param step from one pixel to the next in the plane
     */
    void put(byte[] row, int at, int end, int step) throws UnfitImageException {
        if (planes.depth() == 16) {
            putDeep(row, at, end, step);
        } else if (header.colourType() == 0 && header.bitDepth() == 8 && planes.channels() == 1 && step == 1) {
            System.arraycopy(row, 1, planes.pixels(), at, end - at);
        } else if (!header.colour()) {
            putSamples(row, at, end, step);
        } else if (planes.channels() == 1) {
            putLuma(row, at, end, step);
        } else {
            putColour(row, at, end, step);
        }
    }

    /** Samples of 16 bits, which a PNG stores with the high byte first. */
    private void putDeep(byte[] row, int start, int end, int step) {
        byte[] pixels = planes.pixels(); // [H, W]
        for (int at = start, from = 1; at < end; at += step, from += 2) {
            pixels[2 * at] = row[from + 1];
            pixels[2 * at + 1] = row[from];
        }
    }

    private void putSamples(byte[] row, int start, int end, int step) throws UnfitImageException {
        byte[] pixels = planes.pixels(); // [C, H, W]
        int plane = planes.height() * planes.width();
        for (int at = start, x = 0; at < end; at += step, x++) {
            int sample = sample(row, x);
            if (sample >= palette.size()) {
                throw UnfitImageException.undecodable(
                        "a pixel of the PNG has colour " + sample + " of a palette of " + palette.size());
            }
            for (int c = 0; c < planes.channels(); c++) {
                pixels[c * plane + at] = palette.plane(c)[sample];
            }
        }
    }

    private int sample(byte[] row, int x) {
        int depth = header.bitDepth();
        if (depth >= 8) {
            return row[1 + x * header.bytesPerPixel()] & 0xff;
        }
        int bit = x * depth;
        return (row[1 + (bit >> 3)] & 0xff) >> (8 - depth - (bit & 7)) & ((1 << depth) - 1);
    }

    private void putLuma(byte[] row, int start, int end, int step) {
        byte[] pixels = planes.pixels(); // [1, H, W]
        int sample = header.bitDepth() / 8;
        int from = 1;
        for (int at = start; at < end; at += step, from += header.bytesPerPixel()) {
            pixels[at] = Luma.of(row[from] & 0xff, row[from + sample] & 0xff, row[from + 2 * sample] & 0xff);
        }
    }

    private void putColour(byte[] row, int start, int end, int step) {
        byte[] pixels = planes.pixels(); // [3, H, W]
        int plane = planes.height() * planes.width();
        int sample = header.bitDepth() / 8;
        int from = 1;
        for (int at = start; at < end; at += step, from += header.bytesPerPixel()) {
            pixels[at] = row[from];
            pixels[plane + at] = row[from + sample];
            pixels[2 * plane + at] = row[from + 2 * sample];
        }
    }
}
