package io.elbowatch.core.source;

/**
 * Where an image lies in the partition of its source, and when it was taken.
 *
 * @param offset in the partition
 * @param timestampMillis by the clock of the source
 */
public record ImagePlace(long offset, long timestampMillis) {}
