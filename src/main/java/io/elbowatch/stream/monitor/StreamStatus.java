package io.elbowatch.stream.monitor;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * The state of the stream for a health check.
 *
 * @param live false when only a restart helps: the stream is in error, or a thread has not polled for longer than
 *     Kafka's {@code max.poll.interval.ms}
 * @param ready true while images are scored, false while partitions are being assigned
 * @param detail Kafka Streams' state, and the reason where a thread is stuck
 */
public record StreamStatus(boolean live, boolean ready, Map<String, String> detail) {
    private static final Set<State> ENDED = Set.of(State.PENDING_ERROR, State.ERROR, State.NOT_RUNNING);

    public StreamStatus {
        detail = Map.copyOf(detail);
    }

    /**
     * @param pollAgeSeconds time since the last poll of the thread that is furthest behind
     * @param maxPollIntervalSeconds time without a poll after which Kafka considers a thread dead
     */
    public static StreamStatus of(State state, double pollAgeSeconds, double maxPollIntervalSeconds) {
        boolean stuck = pollAgeSeconds > maxPollIntervalSeconds;
        boolean live = !ENDED.contains(state) && !stuck;
        Map<String, String> detail = stuck
                ? Map.of("state", state.name(), "stuck", "a thread has not polled for " + (long) pollAgeSeconds + " s")
                : Map.of("state", state.name());
        return new StreamStatus(live, live && state == State.RUNNING, detail);
    }
}
