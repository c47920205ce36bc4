package io.elbowatch.stream.feed;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of a feed. Every image that was sent is either acknowledged or failed.
 *
 * @param sent images passed to Kafka
 * @param acknowledged images acknowledged by all required replicas
 * @param failures the first of the others, as {@code name: reason}
 * @param endedBy the fault that ended the feed early, if there was one
 * @param took from the first image to the last acknowledgement
 */
public record FeedReport(long sent, long acknowledged, List<String> failures, Optional<String> endedBy, Duration took) {

    public FeedReport {
        failures = List.copyOf(failures);
    }

    public long failed() {
        return sent - acknowledged;
    }

    /** True when every image arrived and no fault ended the feed. */
    public boolean complete() {
        return failed() == 0 && endedBy.isEmpty();
    }

    /** One line of {@code key=value}. */
    public String summary() {
        double seconds = took.toNanos() / 1e9;
        return String.format(
                Locale.ROOT,
                "sent=%d acknowledged=%d failed=%d seconds=%.1f rate=%.1f",
                sent,
                acknowledged,
                failed(),
                seconds,
                seconds > 0 ? acknowledged / seconds : 0);
    }
}
