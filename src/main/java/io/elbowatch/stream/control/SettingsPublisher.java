package io.elbowatch.stream.control;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.access.StreamsProperties;
import io.elbowatch.stream.preflight.SettingsTopic;
import io.elbowatch.stream.preflight.TopicCheck;
import io.elbowatch.stream.wire.SettingsJson;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Publishes settings of the verdict to the instances that follow a topic. It creates no topic, and what it returns from
 * every replica has.
 */
public final class SettingsPublisher {
    private static final int PATIENCE_MILLIS = 9_000;

    private final StreamSettings stream;
    private final String topic;
    private final String bootstrapServers;

    /** @param stream access to Kafka, and the topic's name */
    public SettingsPublisher(StreamSettings stream) {
        this.stream = stream;
        this.topic = stream.flow()
                .topics()
                .settings()
                .orElseThrow(() -> new Refusal("no settings topic is named", "name it: --topic settings"));
        this.bootstrapServers = String.valueOf(stream.kafka().get(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG));
    }

    /**
     * Sends one record.
     *
     * @return its offset: outputs that carry it, or a higher one, were judged by it or by later ones
     * @throws Refusal when the topic is missing or unfit, or Kafka does not take the record
     */
    public long publish(VerdictSettings settings) {
        try {
            try (Admin admin = Admin.create(TopicCheck.adminProperties(stream))) {
                SettingsTopic wanted = new SettingsTopic(topic);
                if (!TopicCheck.get(
                                "list topics",
                                bootstrapServers,
                                admin.listTopics().names())
                        .contains(topic)) {
                    throw new Refusal(
                            "there is no topic " + topic + " at " + bootstrapServers + " (or this user may not see it)",
                            "create it with kafka-topics.sh --create --topic " + topic + " "
                                    + SettingsTopic.creationFlags() + ", or name another with --topic");
                }
                wanted.check(admin, bootstrapServers);
            }
            return send(SettingsJson.write(settings));
        } catch (InterruptException e) {
            throw new Refusal("interrupted", "look at the topic " + topic + " before you publish again", e);
        } catch (KafkaException e) {
            throw KafkaFailure.refusal("publish to the topic " + topic, bootstrapServers, e);
        }
    }

    private long send(byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(producerProperties(), new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(topic, SettingsJson.KEY.getBytes(UTF_8), value))
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw KafkaFailure.refusal("publish to the topic " + topic, bootstrapServers, e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private Map<String, Object> producerProperties() {
        StreamsConfig config = new StreamsConfig(StreamsProperties.of(stream, 1 << 20));
        Map<String, Object> properties = new HashMap<>(config.getProducerConfigs(stream.applicationId() + "-set"));
        properties.remove(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 2);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        return properties;
    }
}
