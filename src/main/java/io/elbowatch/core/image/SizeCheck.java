package io.elbowatch.core.image;

import io.elbowatch.core.Rejection.Reason;

/** Checks the size that a header declares, before anything of that size is allocated. */
final class SizeCheck {
    /** The largest side of a JPEG. PNG allows 2^31 - 1, where the resize filter alone would take gigabytes. */
    static final int MAX_SIDE = 65_535;

    /** The four bytes a pixel of a CMYK JPEG must fit into an array. */
    private static final long MAX_PIXELS = (Integer.MAX_VALUE - 8) / 4;

    private SizeCheck() {}

    /**
     * Checks a size against the limits and the number of bytes.
     *
     * @param pixelsPerByte the most pixels that one byte of this format can encode, so that a few bytes cannot cause an
     *     allocation of the full limit
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
                    "the header declares " + width + "x" + height + " pixels, but a side may have at most " + MAX_SIDE);
        }
        checkPixels(limits, width * height, "the header declares " + width + "x" + height);
        if (width * height > (long) bytes * pixelsPerByte) {
            throw UnfitImageException.undecodable("the header declares " + width + "x" + height + " pixels, but "
                    + bytes + " bytes cannot hold more than " + (long) bytes * pixelsPerByte);
        }
    }

    static void checkPixels(DecodeLimits limits, long pixels, String found) throws UnfitImageException {
        long max = Math.min(limits.maxPixels(), MAX_PIXELS);
        if (pixels > max) {
            throw new UnfitImageException(
                    Reason.TOO_MANY_PIXELS, found + " = " + pixels + " pixels, but image.max-pixels allows " + max);
        }
    }
}
