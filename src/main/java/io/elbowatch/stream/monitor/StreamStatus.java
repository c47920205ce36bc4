package io.elbowatch.stream.monitor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * The state of the stream for a health check.
 *
 * @param live false when only a restart helps: the stream has ended, or something in this process hangs. What Kafka
 *     does has no part in it: a process without brokers recovers by itself
 * @param ready true while images are scored and committed, or could be if there were any
 * @param detail Kafka Streams' state, and the reason where it is not live or not ready
 */
public record StreamStatus(boolean live, boolean ready, Map<String, String> detail) {
    private static final Set<State> ENDED = Set.of(State.PENDING_ERROR, State.ERROR, State.NOT_RUNNING);

    public StreamStatus {
        detail = Collections.unmodifiableMap(new LinkedHashMap<>(detail));
    }

    /**
     * @param stuck what of this process cannot proceed, if anything
     * @param obstacle why nothing can be scored and committed although this process works, if something prevents it
     */
    public static StreamStatus of(State state, Optional<String> stuck, Optional<String> obstacle) {
        boolean live = !ENDED.contains(state) && stuck.isEmpty();
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("state", state.name());
        stuck.ifPresent(reason -> detail.put("stuck", reason));
        obstacle.ifPresent(reason -> detail.put("reason", reason));
        return new StreamStatus(live, live && state == State.RUNNING && obstacle.isEmpty(), detail);
    }
}
