package io.elbowatch.core.image;

/**
 * Decodes BMP of 1 to 32 bits a pixel, bottom-up and top-down, with palettes and colour masks. Alpha is dropped. The
 * format has no checksum: damage of pixels is not seen.
 */
final class BmpDecoder {
    private BmpDecoder() {}

    /** The image with 1 (grey) or 3 (RGB) channels. */
    static Planes decode(byte[] value, int channels, DecodeLimits limits) throws UnfitImageException {
        BmpHeader header = BmpHeader.read(value, limits);
        Palette palette = header.bits() <= 8 ? palette(value, header, channels) : null;
        Planes planes = Planes.black(channels, header.height(), header.width());
        for (int row = 0; row < header.height(); row++) {
            int at = header.pixels() + row * header.rowBytes();
            int to = (header.topDown() ? row : header.height() - 1 - row) * header.width();
            if (palette != null) {
                putSamples(value, at, header, palette, planes, to);
            } else {
                putColours(value, at, header, planes, to);
            }
        }
        return planes;
    }

    private static Palette palette(byte[] value, BmpHeader header, int channels) {
        Palette palette = Palette.black(header.colours(), channels);
        for (int i = 0; i < header.colours(); i++) {
            int at = header.palette() + i * header.colourBytes();
            palette.set(i, value[at + 2] & 0xff, value[at + 1] & 0xff, value[at] & 0xff);
        }
        return palette;
    }

    private static void putSamples(byte[] value, int at, BmpHeader header, Palette palette, Planes planes, int to)
            throws UnfitImageException {
        int bits = header.bits();
        int plane = planes.height() * planes.width();
        for (int x = 0; x < header.width(); x++) {
            int bit = x * bits;
            int sample = (value[at + (bit >> 3)] & 0xff) >> (8 - bits - (bit & 7)) & (1 << bits) - 1;
            if (sample >= palette.size()) {
                throw UnfitImageException.undecodable(
                        "a pixel of the BMP has colour " + sample + " of a palette of " + palette.size());
            }
            for (int c = 0; c < planes.channels(); c++) {
                planes.pixels()[c * plane + to + x] = palette.plane(c)[sample];
            }
        }
    }

    private static void putColours(byte[] value, int start, BmpHeader header, Planes planes, int to) {
        int bytes = header.bits() / 8;
        for (int x = 0, at = start; x < header.width(); x++, at += bytes) {
            if (bytes == 3) {
                planes.put(to + x, value[at + 2] & 0xff, value[at + 1] & 0xff, value[at] & 0xff);
            } else {
                int pixel = bytes == 2 ? LittleEndian.unsignedShort(value, at) : LittleEndian.signedInt(value, at);
                planes.put(
                        to + x,
                        level(pixel, header.masks()[0]),
                        level(pixel, header.masks()[1]),
                        level(pixel, header.masks()[2]));
            }
        }
    }

    /** The bits of a mask as a level of 0 to 255, rounded down as by Pillow. */
    private static int level(int pixel, int mask) {
        int shift = Integer.numberOfTrailingZeros(mask);
        int most = mask >>> shift;
        int sample = (pixel & mask) >>> shift;
        return most == 255 ? sample : sample * 255 / most;
    }
}
