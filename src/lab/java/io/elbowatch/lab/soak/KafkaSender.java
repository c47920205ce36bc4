package io.elbowatch.lab.soak;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own producer, idempotent, which retries as long as a soak lasts. */
final class KafkaSender implements ImageSender {
    private static final String RETRY_MILLIS = "1800000";

    private final KafkaProducer<byte[], byte[]> producer;

    KafkaSender(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        Feed.CLIENT,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        "2",
                        // A new leader may refuse the first of two requests and accept the second. The first is then
                        // out of sequence forever: 274 of 5,000 images never entered.
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                        1,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        RETRY_MILLIS,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        RETRY_MILLIS),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> record, Consumer<Optional<Throwable>> done) {
        producer.send(record, (metadata, exception) -> done.accept(Optional.ofNullable(exception)));
    }

    @Override
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
