package io.elbowatch.stream.flow;

/**
 * How images are decoded ahead of their stream threads.
 *
 * @param threads for all stream threads together; 0 for none
 * @param maxBytes of pixels that are decoded, or about to be, for one stream thread; one image may exceed them alone
 */
public record AheadLimits(int threads, long maxBytes) {
    public static final int MAX_THREADS = 256;
    /** Nothing is decoded ahead. */
    public static final AheadLimits OFF = new AheadLimits(0, 1);

    public AheadLimits {
        if (threads < 0 || threads > MAX_THREADS || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "0 to " + MAX_THREADS + " threads and one byte or more, not " + threads + " and " + maxBytes);
        }
    }
}
