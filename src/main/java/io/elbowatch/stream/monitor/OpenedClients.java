package io.elbowatch.stream.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Clients that are closed where the stream cannot be made: Kafka Streams leaves those open that it had got before one
 * failed. Used by one thread until the stream is made, by the threads of the stream afterwards.
 */
final class OpenedClients implements KafkaClientSupplier {
    private final KafkaClientSupplier clients;
    private final List<Runnable> opened = new ArrayList<>(); // used until the stream is made
    private volatile boolean made;

    private OpenedClients(KafkaClientSupplier clients) {
        this.clients = clients;
    }

    /** @param stream makes the stream with the clients that it is given */
    static KafkaStreams streams(KafkaClientSupplier clients, Function<KafkaClientSupplier, KafkaStreams> stream) {
        OpenedClients opened = new OpenedClients(clients);
        try {
            KafkaStreams streams = stream.apply(opened);
            opened.made = true;
            opened.opened.clear();
            return streams;
        } catch (RuntimeException | Error e) {
            opened.opened.forEach(close -> closeAfter(e, close));
            throw e;
        }
    }

    private static void closeAfter(Throwable failure, Runnable close) {
        try {
            close.run();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void opened(Runnable close) {
        if (!made) {
            opened.add(close);
        }
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        Admin admin = clients.getAdmin(config);
        opened(() -> admin.close(Duration.ZERO));
        return admin;
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        Producer<byte[], byte[]> producer = clients.getProducer(config);
        opened(() -> producer.close(Duration.ZERO));
        return producer;
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return opened(clients.getConsumer(config));
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return opened(clients.getRestoreConsumer(config));
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return opened(clients.getGlobalConsumer(config));
    }

    private Consumer<byte[], byte[]> opened(Consumer<byte[], byte[]> consumer) {
        opened(() -> consumer.close(CloseOptions.timeout(Duration.ZERO)));
        return consumer;
    }
}
