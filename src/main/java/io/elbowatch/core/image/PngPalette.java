package io.elbowatch.core.image;

/**
 * What the one sample of a pixel stands for: a palette's colours, or the greys of a depth of at most 8 bits. Every sample
 * below {@link #size()} has a byte in each plane.
 */
final class PngPalette {
    private final int size;
    private final byte[][] planes; // [C][size]

    private PngPalette(int channels, int size) {
        this.size = size;
        this.planes = new byte[channels][size];
    }

    /** Black is 0 and white 255, whatever the depth; of 16 bits, of which only the high byte is looked at, too. */
    static PngPalette greys(int bitDepth, int channels) {
        int size = 1 << Math.min(8, bitDepth);
        PngPalette greys = new PngPalette(channels, size);
        for (int i = 0; i < size; i++) {
            greys.set(i, i * 255 / (size - 1), i * 255 / (size - 1), i * 255 / (size - 1));
        }
        return greys;
    }

    /** The colours of the PLTE chunk on which the cursor stands. */
    static PngPalette read(PngChunks chunks, int channels) throws UnfitImageException {
        int size = chunks.length() / 3;
        if (chunks.length() % 3 != 0 || size < 1 || size > 256) {
            throw UnfitImageException.undecodable(
                    "the PNG has a palette of " + chunks.length() + " bytes, but 3, 6, ... or 768 are possible");
        }
        PngPalette palette = new PngPalette(channels, size);
        for (int i = 0; i < size; i++) {
            palette.set(i, chunks.unsignedByte(3 * i), chunks.unsignedByte(3 * i + 1), chunks.unsignedByte(3 * i + 2));
        }
        return palette;
    }

    private void set(int sample, int red, int green, int blue) {
        if (planes.length == 1) {
            planes[0][sample] = Luma.of(red, green, blue);
        } else {
            planes[0][sample] = (byte) red;
            planes[1][sample] = (byte) green;
            planes[2][sample] = (byte) blue;
        }
    }

    int size() {
        return size;
    }

    /** The bytes of one plane by sample. */
    byte[] plane(int channel) {
        return planes[channel];
    }
}
