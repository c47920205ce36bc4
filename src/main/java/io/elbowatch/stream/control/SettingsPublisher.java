package io.elbowatch.stream.control;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.access.StreamsProperties;
import io.elbowatch.stream.preflight.CompactedTopic;
import io.elbowatch.stream.wire.PlanRecord;
import io.elbowatch.stream.wire.SettingsJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Publishes settings to the instances that follow a topic. It creates no topic. When it returns, every
 * replica has the record.
 */
public final class SettingsPublisher {
    private static final int TIMEOUT_MILLIS = 9_000;

    private final StreamSettings stream;
    private final String topic;

    /** @param stream the access settings and the name of the topic */
    public SettingsPublisher(StreamSettings stream) {
        this.stream = stream;
        this.topic = topic(stream);
    }

    /** The name of the settings topic. @throws Refusal when there is none */
    static String topic(StreamSettings stream) {
        return stream.flow()
                .topics()
                .settings()
                .orElseThrow(() -> new Refusal("no settings topic is named", "name it as topics.settings"));
    }

    /**
     * Sends one record.
     *
     * @return its offset. Outputs that carry this offset or a higher one were judged by this record or a later one.
     * @throws Refusal when the topic is missing or not valid, or Kafka does not accept the record
     */
    public long publish(VerdictSettings settings) {
        return publish(settings, Optional.empty());
    }

    /** The same with the name of who publishes it. */
    public long publish(VerdictSettings settings, Optional<String> by) {
        return send(SettingsJson.KEY, SettingsJson.write(settings, by));
    }

    /** The same for routes and bundles. */
    public long publish(PlanRecord plan) {
        return send(SettingsJson.MODELS_KEY, SettingsJson.write(plan));
    }

    /** Creates no topic. @throws Refusal when it is missing or not valid */
    public void requireTopic() {
        try (ClusterAdmin cluster = ClusterAdmin.forChecks(stream)) {
            if (!cluster.topics().contains(topic)) {
                throw new Refusal(
                        "there is no topic " + topic + " at " + cluster.bootstrapServers()
                                + " (or this user may not see it)",
                        "create it with kafka-topics.sh --create --topic " + topic + " "
                                + CompactedTopic.creationFlags() + ", or name another as topics.settings");
            }
            CompactedTopic.ofSettings(topic).check(cluster);
        }
    }

    private long send(String key, byte[] value) {
        requireTopic();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties(stream, "set"), new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(topic, key.getBytes(UTF_8), value))
                    .get()
                    .offset();
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted", "read the topic " + topic + " before you publish again", e);
        } catch (ExecutionException | KafkaException e) {
            throw KafkaFailure.refusal("publish to the topic " + topic, stream.bootstrapServers(), e);
        }
    }

    /** A producer of single small records beside the stream. @param purpose ends the client id */
    public static Map<String, Object> properties(StreamSettings stream, String purpose) {
        StreamsConfig config = new StreamsConfig(StreamsProperties.of(stream, 1 << 20));
        Map<String, Object> properties =
                new HashMap<>(config.getProducerConfigs(stream.applicationId() + "-" + purpose));
        properties.remove(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        return properties;
    }
}
