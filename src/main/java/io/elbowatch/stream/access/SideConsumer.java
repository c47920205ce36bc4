package io.elbowatch.stream.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The properties of a consumer beside the stream: the stream's access settings hold for it too, it belongs to no group, and it sees
 * committed records only.
 */
public final class SideConsumer {
    private SideConsumer() {}

    /** Of a consumer for a purpose of its own, such as "live". @param patience how long a call may wait for the brokers */
    public static Map<String, Object> properties(StreamSettings settings, String purpose, Duration patience) {
        Map<String, Object> streams = new HashMap<>(settings.kafka());
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        return properties(streams, purpose, patience);
    }

    /** As above, by the properties that the stream is started with. */
    public static Map<String, Object> properties(Map<?, ?> streams, String purpose, Duration patience) {
        StreamsConfig config = new StreamsConfig(streams);
        String clientId = config.getString(StreamsConfig.APPLICATION_ID_CONFIG) + "-" + purpose;
        Map<String, Object> properties = new HashMap<>(config.getGlobalConsumerConfigs(clientId));
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis());
        // What is tuned for images would keep a single small record waiting.
        properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        return properties;
    }
}
