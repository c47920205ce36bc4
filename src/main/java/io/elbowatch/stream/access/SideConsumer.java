package io.elbowatch.stream.access;

import io.elbowatch.stream.output.OutputDeserializer;
import io.elbowatch.stream.output.OutputValues;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The properties of a consumer that runs in parallel with the stream. It has the stream's access settings, belongs to
 * no group, and reads committed records only.
 */
public final class SideConsumer {
    private SideConsumer() {}

    /**
     * @param purpose ends the client id, such as "live"
     * @param timeout how long a call may wait for the brokers
     */
    public static Map<String, Object> properties(StreamSettings settings, String purpose, Duration timeout) {
        Map<String, Object> streams = new HashMap<>(settings.kafka());
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        return properties(streams, purpose, timeout);
    }

    /** Reads values: those of the output topics as plain JSON, whatever their form. */
    public static Deserializer<byte[]> values(StreamSettings settings) {
        return new OutputDeserializer(
                new OutputValues(settings.flow().output()),
                settings.flow().topics().kinds().keySet());
    }

    /** @param streams the properties that the stream is started with */
    public static Map<String, Object> properties(Map<?, ?> streams, String purpose, Duration timeout) {
        StreamsConfig config = new StreamsConfig(streams);
        String clientId = config.getString(StreamsConfig.APPLICATION_ID_CONFIG) + "-" + purpose;
        Map<String, Object> properties = new HashMap<>(config.getGlobalConsumerConfigs(clientId));
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        // A minimum tuned for images would delay a single small record.
        properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        return properties;
    }
}
