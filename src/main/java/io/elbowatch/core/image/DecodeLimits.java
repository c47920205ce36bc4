package io.elbowatch.core.image;

/**
 * The limits on an encoded image. Those of its size are checked on the value and its header before anything is allocated,
 * so that a small file that declares a huge image costs nothing. In addition, no side may exceed 65,535 pixels.
 *
 * @param maxBytes of the encoded value
 * @param maxPixels width x height in the header
 * @param strict whether images are rejected that violate their format, but have data for every pixel: a baseline JPEG
 *     without its end marker, one with inconsistent progression, a PNG with colours beyond its palette
 */
public record DecodeLimits(int maxBytes, long maxPixels, boolean strict) {

    public static final DecodeLimits DEFAULT = new DecodeLimits(16 << 20, 50_000_000);

    public DecodeLimits {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be positive, not " + maxBytes);
        }
        if (maxPixels < 1) {
            throw new IllegalArgumentException("maxPixels must be positive, not " + maxPixels);
        }
    }

    /** Strict limits. */
    public DecodeLimits(int maxBytes, long maxPixels) {
        this(maxBytes, maxPixels, true);
    }
}
