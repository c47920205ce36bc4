package io.elbowatch.stream.monitor;

import io.elbowatch.stream.flow.ReadAhead;
import io.elbowatch.stream.reference.HeldRecords;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
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
 * The clients of a stream, where each consumer of the input topics is behind a {@link ReadPath}. Kafka Streams asks for
 * the committed offsets of a task before it resumes its partitions, so that the tracker knows where each one starts.
 */
public final class TrackedClients implements KafkaClientSupplier {
    private final KafkaClientSupplier clients;
    private final List<ImageReads> reads;
    private final Supplier<Optional<HeldRecords>> held;
    private final BooleanSupplier shut;
    private final Supplier<ReadAhead> ahead;

    private TrackedClients(
            KafkaClientSupplier clients,
            List<ImageReads> reads,
            Supplier<Optional<HeldRecords>> held,
            BooleanSupplier shut,
            Supplier<ReadAhead> ahead) {
        this.clients = clients;
        this.reads = reads;
        this.held = held;
        this.shut = shut;
        this.ahead = ahead;
    }

    /**
     * A stream that is not started yet, whose reads are followed.
     *
     * @param reads of each input topic
     * @param held makes what holds records of a consumer back, for each one
     * @param shut whether no consumer may read at present
     * @param ahead makes what is told of the records of a consumer, for each one
     */
    public static KafkaStreams streams(
            Topology topology,
            Properties properties,
            KafkaClientSupplier clients,
            List<ImageReads> reads,
            Supplier<Optional<HeldRecords>> held,
            BooleanSupplier shut,
            Supplier<ReadAhead> ahead) {
        String protocol = new StreamsConfig(properties).getString(StreamsConfig.GROUP_PROTOCOL_CONFIG);
        if (GroupProtocol.CLASSIC.name().equalsIgnoreCase(protocol)) {
            return OpenedClients.streams(
                    clients,
                    opened -> new KafkaStreams(
                            topology, properties, new TrackedClients(opened, reads, held, shut, ahead)));
        }
        // In the newer protocol Kafka Streams makes its main consumer itself.
        Properties tracked = new Properties();
        tracked.putAll(properties);
        tracked.put(StreamsConfig.InternalConfig.INTERNAL_CONSUMER_WRAPPER, TrackedConsumer.class);
        tracked.put(TrackedConsumer.READS, List.copyOf(reads));
        tracked.put(TrackedConsumer.HELD, held);
        tracked.put(TrackedConsumer.SHUT, shut);
        tracked.put(TrackedConsumer.AHEAD, ahead);
        return OpenedClients.streams(clients, opened -> new KafkaStreams(topology, tracked, opened));
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return clients.getAdmin(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        Consumer<byte[], byte[]> consumer = clients.getConsumer(config);
        ReadPath path = new ReadPath(reads, held, shut, ahead);
        @SuppressWarnings("unchecked")
        Consumer<byte[], byte[]> tracked = (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                TrackedClients.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                (proxy, method, arguments) -> call(consumer, path, method, arguments));
        return tracked;
    }

    private static Object call(Consumer<byte[], byte[]> consumer, ReadPath path, Method method, Object[] arguments)
            throws Throwable {
        switch (method.getName()) {
            case "poll" -> {
                return path.poll(consumer, (Duration) arguments[0]);
            }
            case "pause" -> {
                path.pause(consumer, partitions(arguments[0]));
                return null;
            }
            case "resume" -> {
                path.resume(consumer, partitions(arguments[0]));
                return null;
            }
            case "position" -> {
                OptionalLong position = path.position((TopicPartition) arguments[0]);
                if (position.isPresent()) {
                    return position.getAsLong();
                }
            }
            case "seek" -> path.forget(Set.of((TopicPartition) arguments[0]));
            case "seekToBeginning", "seekToEnd" -> path.forget(partitions(arguments[0]));
            case "unsubscribe", "close" -> path.forgetAll();
            default -> {
                // of no concern to what is read
            }
        }
        try {
            return switch (method.getName()) {
                case "committed" -> committed(path, arguments[0], method.invoke(consumer, arguments));
                case "commitSync" -> method.invoke(consumer, stamped(path, arguments));
                default -> method.invoke(consumer, arguments);
            };
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("unchecked")
    private static Collection<TopicPartition> partitions(Object argument) {
        return (Collection<TopicPartition>) argument;
    }

    @SuppressWarnings("unchecked")
    private static Map<TopicPartition, OffsetAndMetadata> committed(ReadPath path, Object partitions, Object offsets) {
        return path.committed((Set<TopicPartition>) partitions, (Map<TopicPartition, OffsetAndMetadata>) offsets);
    }

    /** The arguments of a commit, which may name offsets. */
    @SuppressWarnings("unchecked")
    private static Object[] stamped(ReadPath path, Object[] arguments) {
        if (arguments == null || !(arguments[0] instanceof Map)) {
            return arguments;
        }
        Object[] stamped = arguments.clone();
        stamped[0] = path.stamped((Map<TopicPartition, OffsetAndMetadata>) arguments[0]);
        return stamped;
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
