package io.elbowatch.core.source;

/**
 * The offset of an image in the partition of its source, and the time when it was taken.
 *
 * @param offset in the partition
 * @param timestampMillis by the clock of the source
 */
public record ImagePlace(long offset, long timestampMillis) {}
