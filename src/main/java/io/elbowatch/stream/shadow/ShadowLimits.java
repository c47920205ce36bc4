package io.elbowatch.stream.shadow;

/**
 * Limits what waits for the shadows of an instance. Beyond them images are left out.
 *
 * @param images that wait at most
 * @param bytes of their values at most; one image may exceed them alone
 */
public record ShadowLimits(int images, long bytes) {
    public static final ShadowLimits DEFAULT = new ShadowLimits(1_000, 64 << 20);

    public ShadowLimits {
        if (images < 1 || bytes < 1) {
            throw new IllegalArgumentException("at least one image and one byte must fit: " + images + ", " + bytes);
        }
    }
}
