package io.elbowatch.core.replay;

/**
 * An image that one of the two models reports.
 *
 * @param source empty for an image without one
 * @param newly whether the new model reports it; otherwise the old one does
 * @param pBefore the p-value by which the old model decided
 * @param pNow that of the new model
 */
public record Flip(
        int partition, long offset, long timestampMillis, String source, boolean newly, float pBefore, float pNow) {}
