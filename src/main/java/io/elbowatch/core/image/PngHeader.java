package io.elbowatch.core.image;

/**
 * The IHDR chunk of a PNG, with a combination of values that the PNG specification allows.
 *
 * @param bitDepth bits of one sample
 * @param colourType 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
 */
record PngHeader(int width, int height, int bitDepth, int colourType, boolean interlaced) {
    /** The bit depths that each colour type may have, as a sum of the depths. */
    private static final int[] DEPTHS = {1 | 2 | 4 | 8 | 16, 0, 8 | 16, 1 | 2 | 4 | 8, 8 | 16, 0, 8 | 16};

    /** Deflate compresses at most 1032 to 1, so one byte holds at most 8 times as many 1-bit pixels. */
    private static final int PIXELS_PER_BYTE = 8 * 1032;

    static PngHeader read(PngChunks chunks, DecodeLimits limits) throws UnfitImageException {
        if (!chunks.next() || chunks.type() != PngChunks.IHDR || chunks.length() != 13) {
            throw UnfitImageException.undecodable("the PNG does not begin with an IHDR chunk of 13 bytes");
        }
        int colourType = chunks.unsignedByte(9);
        int bitDepth = chunks.unsignedByte(8);
        if (colourType >= DEPTHS.length || Integer.bitCount(bitDepth) != 1 || (DEPTHS[colourType] & bitDepth) == 0) {
            throw UnfitImageException.undecodable(
                    "a PNG cannot have colour type " + colourType + " with " + bitDepth + " bits a sample");
        }
        int interlace = chunks.unsignedByte(12);
        if (chunks.unsignedByte(10) != 0 || chunks.unsignedByte(11) != 0 || interlace > 1) {
            throw UnfitImageException.undecodable("the PNG has an undefined compression, filter or interlace method");
        }
        long width = chunks.unsignedInt(0);
        long height = chunks.unsignedInt(4);
        SizeCheck.check(limits, width, height, chunks.valueLength(), PIXELS_PER_BYTE);
        return new PngHeader((int) width, (int) height, bitDepth, colourType, interlace == 1);
    }

    boolean palette() {
        return colourType == 3;
    }

    /** Whether a pixel is one sample of 16 bits. */
    boolean deepGrey() {
        return colourType == 0 && bitDepth == 16;
    }

    /** Whether a pixel has red, green and blue samples. */
    boolean colour() {
        return (colourType & ~4) == 2;
    }

    /** The bytes of a pixel; 1 for pixels of less than a byte. */
    int bytesPerPixel() {
        return Math.max(1, bitsPerPixel() / 8);
    }

    /** The bytes of a row without its filter byte. @param pixels of the row */
    int rowBytes(int pixels) {
        return (int) (((long) pixels * bitsPerPixel() + 7) / 8);
    }

    private int bitsPerPixel() {
        int samples = (colour() ? 3 : 1) + (colourType >= 4 ? 1 : 0);
        return samples * bitDepth;
    }
}
