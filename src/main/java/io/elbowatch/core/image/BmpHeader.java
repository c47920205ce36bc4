package io.elbowatch.core.image;

import java.util.Set;

/**
 * The headers of a BMP. Its pixels are not compressed, its size is within the limits, and all its rows lie in the value.
 *
 * @param topDown whether the first row is the upper one
 * @param bits of a pixel: 1, 4, 8, 16, 24 or 32
 * @param masks where red, green and blue lie in a pixel of 16 or 32 bits; empty for fewer bits and for 24
 * @param palette offset of the first colour
 * @param colours of the palette
 * @param colourBytes of one colour of the palette
 * @param pixels offset of the first row
 * @param rowBytes of one row, a multiple of 4
 */
record BmpHeader(
        int width,
        int height,
        boolean topDown,
        int bits,
        int[] masks,
        int palette,
        int colours,
        int colourBytes,
        int pixels,
        int rowBytes) {
    private static final int INFO = 14; // bytes of the file header, which the info header follows
    private static final int CORE_BYTES = 12;
    private static final int INFO_BYTES = 40;
    private static final Set<Integer> HEADERS = Set.of(CORE_BYTES, INFO_BYTES, 64, 108, 124);
    private static final Set<Integer> BITS = Set.of(1, 4, 8, 16, 24, 32);
    private static final int MASKS = INFO + INFO_BYTES;
    private static final int[] FIVE_BITS = {0x7c00, 0x3e0, 0x1f};
    private static final int[] BYTES = {0xff0000, 0xff00, 0xff};
    private static final int[] NONE = {};

    /** Whether a value begins as a BMP does: BM, then a header of a known length with one plane. */
    static boolean begins(byte[] value) {
        if (value.length < INFO + CORE_BYTES || value[0] != 'B' || value[1] != 'M') {
            return false;
        }
        int header = LittleEndian.signedInt(value, INFO);
        return HEADERS.contains(header)
                && value.length >= INFO + Math.min(header, INFO_BYTES)
                && LittleEndian.unsignedShort(value, INFO + (header == CORE_BYTES ? 8 : 12)) == 1;
    }

    /** @param value that {@linkplain #begins begins} as a BMP */
    static BmpHeader read(byte[] value, DecodeLimits limits) throws UnfitImageException {
        int length = LittleEndian.signedInt(value, INFO);
        boolean core = length == CORE_BYTES;
        int width = core ? LittleEndian.unsignedShort(value, INFO + 4) : LittleEndian.signedInt(value, INFO + 4);
        int height = core ? LittleEndian.unsignedShort(value, INFO + 6) : LittleEndian.signedInt(value, INFO + 8);
        int bits = LittleEndian.unsignedShort(value, INFO + (core ? 10 : 14));
        long compression = core ? 0 : LittleEndian.unsignedInt(value, INFO + 16);
        if (!BITS.contains(bits)) {
            throw UnfitImageException.undecodable("a BMP of " + bits + " bits a pixel is not known");
        }
        long rows = Math.abs((long) height);
        SizeCheck.check(limits, width, rows, value.length, 8);
        int[] masks = masks(value, bits, compression, length);
        int first = INFO + length + (compression == 3 && length == INFO_BYTES ? 12 : 0);
        int colours = bits > 8 ? 0 : colours(core ? 0 : LittleEndian.unsignedInt(value, INFO + 32), bits);
        int colourBytes = core ? 3 : 4;
        long pixels = LittleEndian.unsignedInt(value, 10);
        long rowBytes = ((long) width * bits + 31) / 32 * 4;
        long least = first + (long) colours * colourBytes;
        if (pixels < least && bits <= 8 || pixels < first || pixels + rowBytes * rows > value.length) {
            throw UnfitImageException.undecodable("the BMP's " + width + "x" + rows + " pixels of " + bits
                    + " bits do not lie in its " + value.length + " bytes");
        }
        return new BmpHeader(
                width, (int) rows, height < 0, bits, masks, first, colours, colourBytes, (int) pixels, (int) rowBytes);
    }

    private static int[] masks(byte[] value, int bits, long compression, int length) throws UnfitImageException {
        if (compression == 0) {
            return bits == 16 ? FIVE_BITS : bits == 32 ? BYTES : NONE;
        }
        boolean known = length == INFO_BYTES || length > 64;
        if (compression != 3 || bits < 16 || bits == 24 || !known) {
            throw UnfitImageException.unsupported("a BMP of " + bits + " bits with the compression " + compression);
        }
        if (value.length < MASKS + 12) {
            throw UnfitImageException.undecodable("the BMP breaks off in its colour masks");
        }
        int[] masks = new int[3];
        for (int i = 0; i < masks.length; i++) {
            masks[i] = LittleEndian.signedInt(value, MASKS + 4 * i);
            int ones = masks[i] >>> Integer.numberOfTrailingZeros(masks[i]);
            if (masks[i] == 0 || (ones & ones + 1) != 0 || Integer.bitCount(ones) > 8) {
                throw UnfitImageException.undecodable("the BMP's colour masks are none of up to 8 bits each");
            }
        }
        return masks;
    }

    private static int colours(long declared, int bits) throws UnfitImageException {
        if (declared > 1 << bits) {
            throw UnfitImageException.undecodable(
                    "the BMP declares " + declared + " colours, but its pixels have " + bits + " bits");
        }
        return declared == 0 ? 1 << bits : (int) declared;
    }
}
