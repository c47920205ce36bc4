package io.elbowatch.core.image;

/** The grey value of a colour, equal to Pillow's {@code convert("L")}: ITU-R 601-2 in 16-bit fixed point, rounded. */
final class Luma {
    private Luma() {}

    /** (19595 r + 38470 g + 7471 b + 2^15) / 2^16, for values in 0..255. */
    static byte of(int red, int green, int blue) {
        return (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
    }
}
