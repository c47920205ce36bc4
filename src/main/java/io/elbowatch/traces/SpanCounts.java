package io.elbowatch.traces;

/**
 * What became of spans.
 *
 * @param ended all that have ended; those that are neither sent nor failed wait, or were dropped since too many waited
 * @param sent accepted by the receiver
 * @param failed given up after retries
 */
public record SpanCounts(long ended, long sent, long failed) {
    public static final SpanCounts NONE = new SpanCounts(0, 0, 0);
}
