package io.elbowatch.core.image;

/**
 * Maps the single sample of a pixel to its colour: the colours of a palette, or the greys of a bit depth. Every sample
 * below {@link #size()} has a byte in each plane.
 */
final class Palette {
    private final int size;
    private final byte[][] planes; // [C][size]

    private Palette(int channels, int size) {
        this.size = size;
        this.planes = new byte[channels][size];
    }

    /** The greys from black, 0, to white, 255. A depth of 16 bits has those of 8, because only the high byte counts. */
    static Palette greys(int bitDepth, int channels) {
        int size = 1 << Math.min(8, bitDepth);
        Palette greys = new Palette(channels, size);
        for (int i = 0; i < size; i++) {
            greys.set(i, i * 255 / (size - 1), i * 255 / (size - 1), i * 255 / (size - 1));
        }
        return greys;
    }

    /** The colours of the PLTE chunk at the cursor. If not strict, samples beyond it are greys, as with Pillow 9.4. */
    static Palette read(PngChunks chunks, int channels, boolean strict) throws UnfitImageException {
        int size = chunks.length() / 3;
        if (chunks.length() % 3 != 0 || size < 1 || size > 256) {
            throw UnfitImageException.undecodable(
                    "the PNG has a palette of " + chunks.length() + " bytes, but only 3, 6, ... or 768 are possible");
        }
        Palette palette = strict ? new Palette(channels, size) : greys(8, channels);
        for (int i = 0; i < size; i++) {
            palette.set(i, chunks.unsignedByte(3 * i), chunks.unsignedByte(3 * i + 1), chunks.unsignedByte(3 * i + 2));
        }
        return palette;
    }

    /** Black for every sample, to be set. */
    static Palette black(int size, int channels) {
        return new Palette(channels, size);
    }

    void set(int sample, int red, int green, int blue) {
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

    /** The bytes of one channel by sample. */
    byte[] plane(int channel) {
        return planes[channel];
    }
}
