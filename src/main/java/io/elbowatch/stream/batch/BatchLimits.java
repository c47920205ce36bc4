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

    public BatchLimits {
        if (maxImages < 1 || maxImages > 4096) {
            throw new IllegalArgumentException("batch.max-images must lie between 1 and 4096, not " + maxImages);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("batch.max-bytes must be positive, not " + maxBytes);
        }
        if (linger.toMillis() < 1) {
            throw new IllegalArgumentException("batch.linger must be at least 1ms, not " + linger.toMillis() + "ms");
        }
    }
}
