package io.elbowatch.stream.feedback;

import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The labelled images whose score was not found, and when each is looked up again: a score that is not committed yet is
 * there a moment later. The tries of an image are limited, because a score that is deleted never comes back, and so are
 * the images that wait; the one that waits longest is given up first. Used by one thread.
 */
final class LookupRetries {
    static final int MAX_WAITING = 1_000;
    static final List<Duration> PAUSES = List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(10));

    private final int max;
    private final Map<String, Retry> waiting = new LinkedHashMap<>(); // the one that was tried last comes last

    /** @param number of lookups that were made again with this one */
    private record Retry(OutputOrigin image, int number, long dueNanos) {}

    LookupRetries(int max) {
        this.max = max;
    }

    /** The score of this image was not found. */
    void missing(OutputOrigin image, long nowNanos) {
        Retry before = waiting.remove(image.text());
        int made = before == null ? 0 : before.number();
        if (made < PAUSES.size()) {
            waiting.put(
                    image.text(),
                    new Retry(image, made + 1, nowNanos + PAUSES.get(made).toNanos()));
        }
        if (waiting.size() > max) {
            waiting.remove(waiting.keySet().iterator().next());
        }
    }

    /** The lookup of this image has an answer that stays, or its label was written anew and has all tries again. */
    void forget(OutputOrigin image) {
        waiting.remove(image.text());
    }

    /**
     * The label of an image that is to be looked up again now.
     *
     * @param unresolved the label of an image, as long as its verdict is not known
     */
    Optional<LabelRecord> due(long nowNanos, Function<OutputOrigin, Optional<LabelRecord>> unresolved) {
        for (Iterator<Retry> retries = waiting.values().iterator(); retries.hasNext(); ) {
            Retry retry = retries.next();
            if (nowNanos - retry.dueNanos() >= 0) {
                Optional<LabelRecord> label = unresolved.apply(retry.image());
                if (label.isPresent()) {
                    return label;
                }
                retries.remove();
            }
        }
        return Optional.empty();
    }
}
