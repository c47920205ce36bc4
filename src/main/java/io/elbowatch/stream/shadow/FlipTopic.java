package io.elbowatch.stream.shadow;

import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.access.StreamsProperties;
import io.elbowatch.stream.trace.TraceIds;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.ShadowFlip;
import io.elbowatch.stream.wire.ShadowFlipJson;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one record for each image on which two bundles disagree, outside of the transactions of the stream. A record
 * that Kafka does not accept is lost, and said once in the log until Kafka accepts one again.
 */
final class FlipTopic implements FlipSink {
    private static final Logger LOG = LoggerFactory.getLogger(FlipTopic.class);
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int BLOCK_MILLIS = 1_000;
    private static final int BUFFER_BYTES = 4 << 20;
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final ShadowFlipJson json = new ShadowFlipJson();
    private volatile boolean failing;

    FlipTopic(String topic, Producer<byte[], byte[]> producer) {
        this.topic = topic;
        this.producer = producer;
    }

    /** With a producer of its own that has the stream's access settings. */
    static FlipTopic of(StreamSettings settings, String topic) {
        try {
            return new FlipTopic(
                    topic,
                    new KafkaProducer<>(properties(settings), new ByteArraySerializer(), new ByteArraySerializer()));
        } catch (KafkaException e) {
            throw KafkaFailure.refusal("write to the topic " + topic, settings.bootstrapServers(), e);
        }
    }

    @Override
    public void take(ShadowFlip flip, TraceIds trace) {
        org.apache.kafka.common.header.Headers headers = trace == null
                ? Headers.ofJson()
                : Headers.withTraceContext(Headers.ofJson(), Map.of(Headers.TRACE_PARENT, trace.traceparent()));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, null, Math.max(0, flip.timestampMillis()), flip.key(), json.write(flip), headers);
        try {
            producer.send(record, (sent, failure) -> {
                if (failure == null) {
                    failing = false;
                } else {
                    lost(failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) { // the latter while it closes
            lost(e);
        }
    }

    private void lost(Exception failure) {
        if (!failing) {
            failing = true;
            LOG.warn("flips of shadows are lost topic={} reason=\"{}\"", topic, failure.getMessage());
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }

    private static Map<String, Object> properties(StreamSettings settings) {
        StreamsConfig config = new StreamsConfig(StreamsProperties.of(settings, 1 << 20));
        Map<String, Object> properties = new HashMap<>(config.getProducerConfigs(settings.applicationId() + "-shadow"));
        properties.remove(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS / 2);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) BUFFER_BYTES);
        return properties;
    }
}
