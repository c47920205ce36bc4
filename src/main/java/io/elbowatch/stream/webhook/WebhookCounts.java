package io.elbowatch.stream.webhook;

/**
 * What was sent since the start.
 *
 * @param sent events that the receiver has accepted
 * @param refused tries that it answered with another status than 2xx
 * @param unreachable tries without an answer in time
 * @param leftOut events that were given up
 */
public record WebhookCounts(long sent, long refused, long unreachable, long leftOut) {
    public static final WebhookCounts NONE = new WebhookCounts(0, 0, 0, 0);
}
