package io.elbowatch.stream.monitor;

import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;

/**
 * The ids of all input topics, asked for together: 40 topics of which each has an image a second are one question, not 40.
 * An answer serves all topics for {@value #FRESH_MILLIS} ms, and so does the lack of one for {@value #RETRY_MILLIS} ms.
 * Used by many threads.
 */
final class TopicIds {
    private static final long FRESH_MILLIS = 50;
    /** A stream thread waits for the answer. */
    private static final long RETRY_MILLIS = 4_000;

    private final Supplier<Optional<Map<String, Uuid>>> question;
    private final LongSupplier millis;
    private Optional<Map<String, Uuid>> answer = Optional.empty();
    private long nextMillis;

    /** @param question of all topics that exist; empty where the cluster does not answer */
    TopicIds(Supplier<Optional<Map<String, Uuid>>> question, LongSupplier millis) {
        this.question = question;
        this.millis = millis;
        this.nextMillis = millis.getAsLong();
    }

    /** The id of a topic, {@link Uuid#ZERO_UUID} where there is no such topic, empty where the cluster does not answer. */
    synchronized Optional<Uuid> of(String topic) {
        if (millis.getAsLong() - nextMillis >= 0) {
            answer = question.get();
            nextMillis = millis.getAsLong() + (answer.isPresent() ? FRESH_MILLIS : RETRY_MILLIS);
        }
        return answer.map(ids -> ids.getOrDefault(topic, Uuid.ZERO_UUID));
    }
}
