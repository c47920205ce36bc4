package io.elbowatch.stream.batch;

import java.time.Duration;

/**
 * When a batch is full enough to be scored; a commit scores it in any case.
 *
 * @param maxImages so many images
 * @param maxBytes so many bytes held in memory, encoded and decoded together
 * @param linger so long since its first image came
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
