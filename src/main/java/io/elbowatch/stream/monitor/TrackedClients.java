package io.elbowatch.stream.monitor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * The clients of a stream, where a {@link ReadTracker} follows each consumer of the input topics. Kafka Streams asks for
 * the committed offsets of a task before it resumes its partitions, so that the tracker knows where each one starts.
 */
public final class TrackedClients implements KafkaClientSupplier {
    private final KafkaClientSupplier clients;
    private final List<ImageReads> reads;

    private TrackedClients(KafkaClientSupplier clients, List<ImageReads> reads) {
        this.clients = clients;
        this.reads = reads;
    }

    /** A stream that is not started yet, whose reads are followed. @param reads of each input topic */
    public static KafkaStreams streams(
            Topology topology, Properties properties, KafkaClientSupplier clients, List<ImageReads> reads) {
        String protocol = new StreamsConfig(properties).getString(StreamsConfig.GROUP_PROTOCOL_CONFIG);
        if (GroupProtocol.CLASSIC.name().equalsIgnoreCase(protocol)) {
            return new KafkaStreams(topology, properties, new TrackedClients(clients, reads));
        }
        // In the newer protocol Kafka Streams makes its main consumer itself.
        Properties tracked = new Properties();
        tracked.putAll(properties);
        tracked.put(StreamsConfig.InternalConfig.INTERNAL_CONSUMER_WRAPPER, TrackedConsumer.class);
        tracked.put(TrackedConsumer.READS, List.copyOf(reads));
        return new KafkaStreams(topology, tracked, clients);
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return clients.getAdmin(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        Consumer<byte[], byte[]> consumer = clients.getConsumer(config);
        ReadTracker tracker = new ReadTracker(reads);
        @SuppressWarnings("unchecked")
        Consumer<byte[], byte[]> tracked = (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                TrackedClients.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                (proxy, method, arguments) -> call(consumer, tracker, method, arguments));
        return tracked;
    }

    private static Object call(
            Consumer<byte[], byte[]> consumer, ReadTracker tracker, Method method, Object[] arguments)
            throws Throwable {
        if (method.getName().equals("poll")) {
            return tracker.poll(consumer, (Duration) arguments[0]);
        }
        try {
            Object result = method.invoke(consumer, arguments);
            if (method.getName().equals("committed")) {
                committed(tracker, arguments[0], result);
            }
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("unchecked")
    private static void committed(ReadTracker tracker, Object partitions, Object offsets) {
        tracker.committed((Set<TopicPartition>) partitions, (Map<TopicPartition, OffsetAndMetadata>) offsets);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return clients.getRestoreConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return clients.getGlobalConsumer(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return clients.getProducer(config);
    }
}
