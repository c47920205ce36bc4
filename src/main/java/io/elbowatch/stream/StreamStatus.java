package io.elbowatch.stream;

import java.util.Map;

/**
 * How the stream is, as a health check needs it.
 *
 * @param live false when only a restart would help: in error, or a thread that has not polled for longer than Kafka's
 *     {@code max.poll.interval.ms}
 * @param ready true when images are being scored: false while partitions are being assigned
 * @param detail Kafka Streams' state and what else there is to say
 */
public record StreamStatus(boolean live, boolean ready, Map<String, String> detail) {

    public StreamStatus {
        detail = Map.copyOf(detail);
    }
}
