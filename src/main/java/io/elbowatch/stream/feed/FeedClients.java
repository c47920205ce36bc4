package io.elbowatch.stream.feed;

import io.elbowatch.core.Causes;
import io.elbowatch.core.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Connects a feed to Kafka. Whoever gets a producer from here has brokers that answer and a topic that is there; all else
 * is a {@link Refusal} within ten seconds.
 */
final class FeedClients {
    private static final String PATIENCE_MILLIS = "9000";

    /** What a feed needs beyond Kafka's defaults; the user's own settings come before them. */
    private static final Map<String, String> PRODUCER = Map.ofEntries(
            // image.max-bytes and the record around it
            Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(17 << 20)),
            Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(64 << 20)),
            Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, Integer.toString(128 << 10)),
            Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS),
            Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS),
            Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000"),
            Map.entry(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, "500"),
            Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "5000"));

    /** Few attempts within the patience: each logs a warning. */
    private static final Map<String, String> ADMIN = Map.ofEntries(
            Map.entry(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS),
            Map.entry(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS),
            Map.entry(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, "2000"),
            Map.entry(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "5000"));

    private FeedClients() {}

    /**
     * An idempotent producer that every replica must acknowledge.
     *
     * @param kafka Kafka's own settings, {@code bootstrap.servers} among them
     * @throws Refusal when the brokers do not answer or refuse, or there is no such topic
     */
    static Producer<byte[], byte[]> connect(Map<String, String> kafka, String topic) {
        try {
            requireTopic(kafka, topic);
            Map<String, Object> settings = merged(PRODUCER, kafka, ProducerConfig.configNames(), "producer.");
            settings.put(ProducerConfig.ACKS_CONFIG, "all");
            settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
            // Of two requests to a partition that is only just coming up a broker may refuse the first and take the
            // second;
            // the first is then out of sequence until it expires (3 of 80 fresh topics on 4.3.1, none with one
            // request).
            settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw new Refusal(
                    "Kafka cannot be used: " + Causes.root(e).getMessage(),
                    "mend kafka.bootstrap.servers or the access settings (kafka.security.protocol, kafka.ssl.*, kafka.sasl.*)",
                    e);
        }
    }

    private static void requireTopic(Map<String, String> kafka, String topic) {
        String servers = kafka.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
        try (Admin admin = Admin.create(merged(ADMIN, kafka, AdminClientConfig.configNames(), "admin."))) {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new Refusal(
                        "there is no topic '" + topic + "' at " + servers,
                        "create it: kafka-topics.sh --bootstrap-server " + servers + " --create --topic " + topic,
                        e);
            }
            if (e.getCause() instanceof TimeoutException) {
                throw new Refusal(
                        "no Kafka broker answers at " + servers,
                        "start one there, or name another: --bootstrap-servers HOST:PORT; with TLS or SASL, set"
                                + " kafka.security.protocol",
                        e);
            }
            throw new Refusal(
                    "Kafka at " + servers + " refuses: " + e.getCause().getMessage(),
                    "mend the access settings (kafka.security.protocol, kafka.ssl.*, kafka.sasl.*) or the rights at the broker",
                    e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** The defaults, under what of the user's settings concerns this client, under those with its prefix. */
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
