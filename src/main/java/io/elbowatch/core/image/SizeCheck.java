package io.elbowatch.core.image;

import io.elbowatch.core.Rejection.Reason;

/** The bounds on what a header may declare. They hold before anything of the declared size is allocated. */
final class SizeCheck {
    /** JPEG's largest side. PNG allows 2^31 - 1, where the resize filter alone would take gigabytes. */
    static final int MAX_SIDE = 65_535;

    /** Four bytes a pixel, as a CMYK JPEG takes, fit an array. */
    private static final long MAX_PIXELS = (Integer.MAX_VALUE - 8) / 4;

    private SizeCheck() {}

    /**
     * Passes a size that is decodable.
     *
     * @param pixelsPerByte most pixels that one byte of this format can encode, so that a few bytes cannot make anyone
     *     allocate the full limit
     */
    static void check(DecodeLimits limits, long width, long height, int bytes, int pixelsPerByte)
            throws UnfitImageException {
        if (width < 1 || height < 1) {
            throw UnfitImageException.undecodable(
                    "the header declares " + width + "x" + height + " pixels, but neither may be 0");
        }
        if (width > MAX_SIDE || height > MAX_SIDE) {
            throw new UnfitImageException(
                    Reason.TOO_MANY_PIXELS,
                    "the header declares " + width + "x" + height + " pixels, but a side may have " + MAX_SIDE
                            + " at most");
        }
        checkPixels(limits, width * height, "the header declares " + width + "x" + height);
        if (width * height > (long) bytes * pixelsPerByte) {
            throw UnfitImageException.undecodable("the header declares " + width + "x" + height + " pixels, but "
                    + bytes + " bytes cannot hold more than " + (long) bytes * pixelsPerByte);
        }
    }

    static void checkPixels(DecodeLimits limits, long pixels, String found) throws UnfitImageException {
        long most = Math.min(limits.maxPixels(), MAX_PIXELS);
        if (pixels > most) {
            throw new UnfitImageException(
                    Reason.TOO_MANY_PIXELS, found + " = " + pixels + " pixels, but image.max-pixels allows " + most);
        }
    }
}
