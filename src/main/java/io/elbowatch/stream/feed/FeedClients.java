package io.elbowatch.stream.feed;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.access.KafkaFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Connects a feed to Kafka. A producer from here has brokers that answer and a topic that exists; anything else is a
 * {@link Refusal} within ten seconds.
 */
final class FeedClients {
    private static final Duration TIMEOUT = Duration.ofSeconds(9);
    private static final String TIMEOUT_MILLIS = Long.toString(TIMEOUT.toMillis());

    /** What a feed needs beyond Kafka's defaults; the user's own settings override it. */
    private static final Map<String, String> PRODUCER = Map.ofEntries(
            // image.max-bytes and the rest of the record
            Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(17 << 20)),
            Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(64 << 20)),
            Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(128 << 10)),
            Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS),
            Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS),
            Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000"),
            Map.entry(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, "500"),
            Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "5000"));

    /** Few attempts within the timeout, because each failed one logs a warning. */
    private static final Map<String, String> ADMIN = Map.ofEntries(
            Map.entry(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS),
            Map.entry(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS),
            Map.entry(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, "2000"),
            Map.entry(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "5000"));

    private FeedClients() {}

    /**
     * An idempotent producer with acknowledgements by every replica.
     *
     * @param kafka Kafka's own settings, {@code bootstrap.servers} among them
     * @throws Refusal when the brokers do not answer or refuse, or the topic does not exist
     */
    static Producer<byte[], byte[]> connect(Map<String, String> kafka, String topic) {
        String servers = kafka.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
        requireTopic(kafka, servers, topic);
        Map<String, Object> settings = merged(PRODUCER, kafka, ProducerConfig.configNames(), "producer.");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // With two requests to a partition that is just starting, a broker may refuse the first and accept the second.
        // The first is then out of sequence until it expires (3 of 80 fresh topics on 4.3.1, none with one request).
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        try {
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw KafkaFailure.refusal("send images", servers, e);
        }
    }

    private static void requireTopic(Map<String, String> kafka, String servers, String topic) {
        Map<String, Object> properties = merged(ADMIN, kafka, AdminClientConfig.configNames(), "admin.");
        try (ClusterAdmin cluster = new ClusterAdmin(properties, servers, TIMEOUT.plusSeconds(1))) {
            cluster.await(cluster.client().describeTopics(List.of(topic)).allTopicNames());
        } catch (UnknownTopicOrPartitionException e) {
            throw new Refusal(
                    "there is no topic '" + topic + "' at " + servers,
                    "create it: kafka-topics.sh --bootstrap-server " + servers + " --create --topic " + topic,
                    e);
        } catch (KafkaException e) {
            throw KafkaFailure.refusal("send images", servers, e);
        }
    }

    /** The defaults, overridden by the user's settings for this client and then by those with its prefix. */
    private static Map<String, Object> merged(
            Map<String, String> defaults, Map<String, String> kafka, Set<String> known, String prefix) {
        Map<String, Object> merged = new HashMap<>(defaults);
        kafka.forEach((name, value) -> {
            if (known.contains(name)) {
                merged.put(name, value);
            }
        });
        kafka.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                merged.put(name.substring(prefix.length()), value);
            }
        });
        return merged;
    }
}
