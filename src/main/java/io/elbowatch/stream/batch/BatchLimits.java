package io.elbowatch.stream.batch;

import java.time.Duration;

/**
 * When a batch is scored. The first limit that it reaches decides; a commit scores it in any case.
 *
 * @param maxImages images in the batch
 * @param maxBytes bytes of memory that its images hold, encoded and decoded together
 * @param linger time since its first image came
 */
public record BatchLimits(int maxImages, long maxBytes, Duration linger) {
    public static final int MAX_IMAGES = 4096;
    public static final Duration MIN_LINGER = Duration.ofMillis(1);

    public BatchLimits {
        if (maxImages < 1 || maxImages > MAX_IMAGES) {
            throw new IllegalArgumentException("maxImages must lie between 1 and " + MAX_IMAGES + ", not " + maxImages);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be positive, not " + maxBytes);
        }
        if (linger.compareTo(MIN_LINGER) < 0) {
            throw new IllegalArgumentException("linger must be at least " + MIN_LINGER + ", not " + linger);
        }
    }

    /** The most images of a batch: by their number, or because their pixels alone reach the limit of bytes. */
    public int images(int bytesOfOne) {
        return (int) Math.min(maxImages, maxBytes / bytesOfOne + 1);
    }
}
