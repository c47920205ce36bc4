package io.elbowatch.core.image;

/**
 * The frame header (SOF) of a JPEG. The decoder supports its process, and its size is within the limits.
 *
 * @param components 1 (grey), 3 (YCbCr or RGB) or 4 (CMYK or YCCK)
 * @param ids of the components, the first in the most significant byte
 */
record JpegHeader(int width, int height, int components, int ids) {
    static final int RGB_IDS = 'R' << 16 | 'G' << 8 | 'B';

    /** Each 8x8 block takes at least one bit, and the sparsest component has one block for 32x32 pixels. */
    private static final int PIXELS_PER_BYTE = 8 * 32 * 32;

    /** Reads the content of a segment with this marker: {@code length} bytes from {@code offset}. */
    static JpegHeader read(byte[] value, int marker, int offset, int length, DecodeLimits limits)
            throws UnfitImageException {
        if (marker > 0xc2) {
            throw UnfitImageException.undecodable("the JPEG is lossless, hierarchical or arithmetic-coded (SOF"
                    + (marker - 0xc0) + "), but only baseline and progressive ones can be decoded");
        }
        int components = length < 6 ? 0 : value[offset + 5] & 0xff;
        if (length < 6 || length != 6 + 3 * components) {
            throw UnfitImageException.undecodable(
                    "the JPEG's frame header has " + length + " bytes for " + components + " components");
        }
        int precision = value[offset] & 0xff;
        if (precision != 8 || components != 1 && components != 3 && components != 4) {
            throw UnfitImageException.undecodable("the JPEG has " + components + " components of " + precision
                    + " bits, but 1, 3 or 4 of 8 are expected");
        }
        int height = unsignedShort(value, offset + 1);
        int width = unsignedShort(value, offset + 3);
        SizeCheck.check(limits, width, height, value.length, PIXELS_PER_BYTE);
        int ids = 0;
        for (int i = 0; i < components; i++) {
            ids = ids << 8 | value[offset + 6 + 3 * i] & 0xff;
        }
        return new JpegHeader(width, height, components, ids);
    }

    static int unsignedShort(byte[] value, int at) {
        return (value[at] & 0xff) << 8 | value[at + 1] & 0xff;
    }
}
