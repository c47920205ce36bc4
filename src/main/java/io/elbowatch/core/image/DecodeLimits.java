package io.elbowatch.core.image;

/**
 * What an encoded image may cost before it is decoded. Both limits are read off the value and its header, so that a
 * small file which declares a huge image allocates nothing. Whatever they are, no side may be longer than 65,535 pixels.
 *
 * @param maxBytes most bytes of the encoded value
 * @param maxPixels most pixels (width x height) that its header may declare
 */
public record DecodeLimits(int maxBytes, long maxPixels) {

    public static final DecodeLimits DEFAULT = new DecodeLimits(16 << 20, 50_000_000);

    public DecodeLimits {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be positive, not " + maxBytes);
        }
        if (maxPixels < 1) {
            throw new IllegalArgumentException("maxPixels must be positive, not " + maxPixels);
        }
    }
}
