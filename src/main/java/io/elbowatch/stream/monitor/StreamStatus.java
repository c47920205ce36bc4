package io.elbowatch.stream.monitor;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * How the stream is, as a health check needs it.
 *
 * @param live false when only a restart would help: in error, or a thread that has not polled for longer than Kafka's
 *     {@code max.poll.interval.ms}
 * @param ready true when images are being scored: false while partitions are being assigned
 * @param detail Kafka Streams' state and what else there is to say
 */
public record StreamStatus(boolean live, boolean ready, Map<String, String> detail) {
    private static final Set<State> OVER = Set.of(State.PENDING_ERROR, State.ERROR, State.NOT_RUNNING);

    public StreamStatus {
        detail = Map.copyOf(detail);
    }

    /**
     * @param pollAgeSeconds since the thread that is furthest behind polled
     * @param maxPollIntervalSeconds after which Kafka takes a thread for dead
     */
    public static StreamStatus of(State state, double pollAgeSeconds, double maxPollIntervalSeconds) {
        boolean stuck = pollAgeSeconds > maxPollIntervalSeconds;
        boolean live = !OVER.contains(state) && !stuck;
        Map<String, String> detail = stuck
                ? Map.of("state", state.name(), "stuck", "a thread has not polled for " + (long) pollAgeSeconds + " s")
                : Map.of("state", state.name());
        return new StreamStatus(live, live && state == State.RUNNING, detail);
    }
}
