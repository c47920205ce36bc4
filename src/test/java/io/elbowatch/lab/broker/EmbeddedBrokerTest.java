package io.elbowatch.lab.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EmbeddedBrokerTest {
    private static final Locale LOCALE = Locale.getDefault();
    private static EmbeddedBroker broker;

    /** Kafka's server names its files with the digits of the default locale; Main sets it. */
    @BeforeAll
    static void start() {
        Locale.setDefault(Locale.ROOT);
        broker = started();
    }

    @AfterAll
    static void close() {
        broker.close();
        Locale.setDefault(LOCALE);
    }

    @Test
    void shouldListenOnTheLoopbackInterface() {
        assertThat(broker.bootstrapServers()).matches("127\\.0\\.0\\.1:[1-9]\\d+");
    }

    @Test
    void shouldCarryAnImageOf16MebibytesAcrossARestart() throws Exception {
        byte[] image = new byte[16 << 20];
        image[image.length - 1] = 42;
        broker.createTopics(Map.of("kept", 2));
        produce("kept", image);

        broker.stop();
        broker.restart();

        List<byte[]> consumed = consume("kept", 1);
        assertThat(consumed).hasSize(1);
        assertThat(consumed.get(0)).isEqualTo(image);
    }

    @Test
    void shouldCommitTransactions() throws Exception {
        broker.createTopics(Map.of("transacted", 1));
        Map<String, Object> settings = producerSettings();
        settings.put("transactional.id", "test");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transacted", new byte[] {1}));
            producer.commitTransaction();
        }

        assertThat(consume("transacted", 1)).hasSize(1);
    }

    @Test
    void shouldNameTheTopicThatExists() {
        broker.createTopics(Map.of("twice", 1));

        assertThatExceptionOfType(BrokerException.class)
                .isThrownBy(() -> broker.createTopics(Map.of("twice", 1)))
                .withMessageContaining("twice")
                .withMessageContaining("already exists");
    }

    @Test
    void shouldNameThePortThatIsTaken() {
        int taken = Integer.parseInt(broker.bootstrapServers().split(":")[1]);

        assertThatExceptionOfType(BrokerException.class)
                .isThrownBy(() -> EmbeddedBroker.start(taken))
                .withMessageContaining("port " + taken + " is taken");
    }

    @Test
    void shouldRefuseImpossiblePorts() {
        assertThatIllegalArgumentException().isThrownBy(() -> EmbeddedBroker.start(65_536));
    }

    @Test
    void shouldRemoveItsDataWhenClosed() {
        EmbeddedBroker other = started();
        assertThat(other.folder()).isNotEmptyDirectory();

        other.close();
        other.close();

        assertThat(other.folder()).doesNotExist();
        assertThatIllegalStateException().isThrownBy(other::restart).withMessageContaining("start another");
    }

    /** Another process may take a port between the search for a free one and the start: tried twice. */
    private static EmbeddedBroker started() {
        try {
            return EmbeddedBroker.start();
        } catch (BrokerException e) {
            return EmbeddedBroker.start();
        }
    }

    private static void produce(String topic, byte[] value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(producerSettings())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static Map<String, Object> producerSettings() {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class,
                "max.request.size",
                17 << 20));
    }

    private static List<byte[]> consume(String topic, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class,
                "group.id",
                "test-" + topic,
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed");
        List<byte[]> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
