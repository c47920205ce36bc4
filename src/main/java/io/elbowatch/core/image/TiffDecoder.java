package io.elbowatch.core.image;

import java.util.zip.Inflater;

/**
 * Decodes the first image of a TIFF: grey, palette and RGB of up to 16 bits, in strips and tiles, uncompressed or
 * losslessly compressed. It drops alpha and, unless both bytes of grey are wanted, keeps the high byte of 16-bit samples.
 * ImageIO is not used: it fills in what a block lacks.
 */
final class TiffDecoder {
    private final TiffHeader header;
    private final Palette palette; // null for RGB
    private final Planes planes;

    private TiffDecoder(TiffHeader header, Planes planes) {
        this.header = header;
        this.planes = planes;
        this.palette = palette(header, planes.channels());
    }

    /**
     * The image with 1 (grey) or 3 (RGB) channels.
     *
     * @param depth 16 to keep both bytes of grey of 16 bits; all others become 8 bits
     */
    static Planes decode(byte[] value, int channels, int depth, DecodeLimits limits) throws UnfitImageException {
        TiffHeader header = TiffHeader.read(value, limits);
        boolean separate = header.planar() && header.kind() == TiffHeader.Kind.RGB;
        Planes planes = depth == 16 && header.deepGrey()
                ? Planes.deep(header.height(), header.width())
                : Planes.black(separate ? 3 : channels, header.height(), header.width());
        Inflater inflater = new Inflater();
        try {
            new TiffDecoder(header, planes).readBlocks(value, inflater);
        } finally {
            inflater.end();
        }
        return separate && channels == 1 ? planes.grey() : planes;
    }

    private static Palette palette(TiffHeader header, int channels) {
        int size = 1 << Math.min(8, header.bits());
        return switch (header.kind()) {
            case RGB -> null;
            case GREY -> Palette.greys(header.bits(), channels);
            case WHITE_IS_ZERO -> {
                Palette negative = Palette.black(size, channels);
                for (int i = 0; i < size; i++) {
                    int level = 255 - i * 255 / (size - 1);
                    negative.set(i, level, level, level);
                }
                yield negative;
            }
            case PALETTE -> {
                long[] levels = header.colours(); // of 16 bits
                Palette colours = Palette.black(size, channels);
                for (int i = 0; i < size; i++) {
                    colours.set(i, high(levels[i]), high(levels[size + i]), high(levels[2 * size + i]));
                }
                yield colours;
            }
        };
    }

    private static int high(long level) {
        return (int) (level >> 8) & 0xff;
    }

    private void readBlocks(byte[] value, Inflater inflater) throws UnfitImageException {
        int perPlane = header.across() * header.down();
        byte[] row = new byte[header.rowBytes()];
        for (int block = 0; block < header.offsets().length; block++) {
            int top = block % perPlane / header.across() * header.blockHeight();
            int left = block % header.across() * header.blockWidth();
            int rows = Math.min(header.blockHeight(), header.height() - top);
            TiffBlock data = TiffBlock.of(header, value, block, inflater);
            for (int y = 0; y < rows; y++) {
                data.read(row, row.length);
                if (header.differences()) {
                    addUp(row);
                }
                put(row, block / perPlane, top + y, left);
            }
            data.finish();
        }
    }

    /** Undoes the predictor: a sample is the sum of the differences up to it, modulo its bits. */
    private void addUp(byte[] row) {
        int step = header.together();
        if (header.bits() == 8) {
            for (int i = step; i < row.length; i++) {
                row[i] += row[i - step];
            }
            return;
        }
        int high = header.littleEndian() ? 1 : 0;
        for (int i = 2 * step; i < row.length; i += 2) {
            int sum = sample16(row, i, high) + sample16(row, i - 2 * step, high);
            row[i + high] = (byte) (sum >> 8);
            row[i + 1 - high] = (byte) sum;
        }
    }

    private static int sample16(byte[] row, int at, int high) {
        return (row[at + high] & 0xff) << 8 | row[at + 1 - high] & 0xff;
    }

    private void put(byte[] row, int sample, int y, int left) {
        int columns = Math.min(header.blockWidth(), header.width() - left);
        int to = y * header.width() + left;
        if (header.planar()) {
            putPlane(row, sample, to, columns);
        } else if (planes.depth() == 16) {
            putDeep(row, to, columns);
        } else if (palette != null) {
            putSamples(row, to, columns);
        } else {
            putColours(row, to, columns);
        }
    }

    /** Of separate planes of 8 bits; that of alpha is left out. */
    private void putPlane(byte[] row, int sample, int to, int columns) {
        int plane = header.height() * header.width();
        if (palette == null && sample < 3) {
            System.arraycopy(row, 0, planes.pixels(), sample * plane + to, columns);
        } else if (palette != null && sample == 0) {
            putSamples(row, to, columns);
        }
    }

    private void putDeep(byte[] row, int to, int columns) {
        byte[] pixels = planes.pixels(); // [H, W]
        int high = header.littleEndian() ? 1 : 0;
        for (int x = 0; x < columns; x++) {
            pixels[2 * (to + x)] = row[2 * x + 1 - high];
            pixels[2 * (to + x) + 1] = row[2 * x + high];
        }
    }

    private void putSamples(byte[] row, int to, int columns) {
        int bits = header.bits();
        int plane = header.height() * header.width();
        int bytes = header.together() * bits / 8;
        int high = bits == 16 && header.littleEndian() ? 1 : 0;
        for (int x = 0; x < columns; x++) {
            int bit = x * bits;
            int sample = bits >= 8
                    ? row[x * bytes + high] & 0xff
                    : (row[bit >> 3] & 0xff) >> (8 - bits - (bit & 7)) & (1 << bits) - 1;
            for (int c = 0; c < planes.channels(); c++) {
                planes.pixels()[c * plane + to + x] = palette.plane(c)[sample];
            }
        }
    }

    private void putColours(byte[] row, int to, int columns) {
        int bytes = header.bits() / 8;
        int high = bytes == 2 && header.littleEndian() ? 1 : 0;
        for (int x = 0, at = high; x < columns; x++, at += header.samples() * bytes) {
            planes.put(to + x, row[at] & 0xff, row[at + bytes] & 0xff, row[at + 2 * bytes] & 0xff);
        }
    }
}
