package io.elbowatch.core.image;

/**
 * Decodes PNG with all colour types, depths and interlacings of the specification. ImageIO is not used: it fills in
 * missing data, converts grey through colour spaces, and allocates whatever the header declares.
 */
final class PngDecoder {
    /** Adam7: for each pass the first column, the first row, the column step and the row step. */
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

    private PngDecoder() {}

    /** The image with 1 (grey) or 3 (RGB) channels. */
    static Planes decode(byte[] value, int channels, DecodeLimits limits) throws UnfitImageException {
        return decode(value, channels, 8, limits);
    }

    /** @param depth 16 to keep both bytes of grey of 16 bits without alpha; all others become 8 bits */
    static Planes decode(byte[] value, int channels, int depth, DecodeLimits limits) throws UnfitImageException {
        PngChunks chunks = new PngChunks(value);
        PngHeader header = PngHeader.read(chunks, limits);
        Palette palette = paletteBeforeData(chunks, header, channels, limits.strict());
        Planes planes = depth == 16 && header.deepGrey()
                ? Planes.deep(header.height(), header.width())
                : Planes.black(channels, header.height(), header.width());
        PngRows rows = new PngRows(header, palette, planes);
        try (PngData data = new PngData(value, chunks)) {
            for (int[] pass : header.interlaced() ? ADAM7 : ONE_PASS) {
                decodePass(header, data, rows, pass);
            }
            data.finish();
        }
        return planes;
    }

    /**
     * Gives the rows of the image, in 8 bits, to a target, which may get some of an image that is rejected in the end. An
     * interlaced image is decoded as a whole first.
     */
    static void decode(byte[] value, int channels, DecodeLimits limits, RowTarget target) throws UnfitImageException {
        PngChunks chunks = new PngChunks(value);
        PngHeader header = PngHeader.read(chunks, limits);
        if (header.interlaced()) {
            decode(value, channels, limits).giveTo(target);
            return;
        }
        Palette palette = paletteBeforeData(chunks, header, channels, limits.strict());
        try (PngData data = new PngData(value, chunks)) {
            target.begin(header.height(), header.width());
            decodeRows(header, palette, data, channels, target);
            data.finish();
        }
    }

    private static void decodeRows(PngHeader header, Palette palette, PngData data, int channels, RowTarget target)
            throws UnfitImageException {
        Planes line = Planes.black(channels, 1, header.width());
        PngRows rows = new PngRows(header, palette, line);
        PngLines lines = new PngLines(header, data, header.width());
        for (int y = 0; y < header.height(); y++) {
            rows.put(lines.next(), 0, header.width(), 1);
            target.row(line.pixels());
        }
    }

    /** Leaves the cursor at the first IDAT chunk. */
    private static Palette paletteBeforeData(PngChunks chunks, PngHeader header, int channels, boolean strict)
            throws UnfitImageException {
        Palette palette = header.palette() ? null : Palette.greys(header.bitDepth(), channels);
        while (chunks.next()) {
            if (chunks.type() == PngChunks.IDAT) {
                if (palette == null) {
                    throw UnfitImageException.undecodable(
                            "the PNG has palette colours, but no palette before its data");
                }
                return palette;
            }
            if (chunks.type() == PngChunks.PLTE && header.palette()) {
                palette = Palette.read(chunks, channels, strict);
            }
        }
        throw UnfitImageException.undecodable("the PNG has no image data");
    }

    private static void decodePass(PngHeader header, PngData data, PngRows rows, int[] pass)
            throws UnfitImageException {
        int width = header.width();
        int columns = (width - pass[0] + pass[2] - 1) / pass[2];
        if (width <= pass[0]) {
            return;
        }
        PngLines lines = new PngLines(header, data, columns);
        for (int y = pass[1]; y < header.height(); y += pass[3]) {
            rows.put(lines.next(), y * width + pass[0], (y + 1) * width, pass[2]);
        }
    }
}
