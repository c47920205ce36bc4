package io.elbowatch.lab.broker;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Kafka's admin client with calls that wait for their result. Every call throws {@link BrokerException} when the broker
 * refuses or does not answer. All methods may be called from any thread.
 */
public final class BrokerAdmin implements AutoCloseable {
    private static final Duration LEADER_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private final String bootstrapServers;
    private final Admin admin;

    public BrokerAdmin(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** A call of Kafka's admin client. */
    @FunctionalInterface
    public interface Call<T> {
        KafkaFuture<T> on(Admin admin);
    }

    /** Waits for the result of a call. @param doing for the error message, such as "list topics" */
    public <T> T call(String doing, Call<T> call) {
        try {
            return call.on(admin).get();
        } catch (ExecutionException e) {
            throw failed(doing, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(doing, e);
        }
    }

    private BrokerException failed(String doing, Throwable cause) {
        return new BrokerException("Kafka broker on " + bootstrapServers + ": cannot " + doing + ": " + cause, cause);
    }

    /**
     * Creates topics; a topic that exists is an error. Returns when every partition has a leader that answers: a record
     * that is sent earlier may be refused, and may be out of sequence when it is sent again.
     *
     * @param topics partitions by name
     */
    void createTopics(Map<String, Integer> topics, int replicas, Map<String, String> configuration) {
        List<NewTopic> created = topics.entrySet().stream()
                .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), (short) replicas).configs(configuration))
                .toList();
        call(
                "create the topics " + topics.keySet(),
                client -> client.createTopics(created).all());
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        topics.forEach((name, count) -> {
            for (int partition = 0; partition < count; partition++) {
                partitions.put(new TopicPartition(name, partition), OffsetSpec.latest());
            }
        });
        long endNanos = System.nanoTime() + LEADER_TIMEOUT.toNanos();
        while (!hasLeaders(partitions, endNanos)) {
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    private boolean hasLeaders(Map<TopicPartition, OffsetSpec> partitions, long endNanos) {
        try {
            call("lead the new topics", client -> client.listOffsets(partitions).all());
            return true;
        } catch (BrokerException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() - endNanos > 0) {
                throw e;
            }
            return false;
        }
    }

    /** Deletes all topics whose names begin with the prefix; Kafka removes their files a minute later. */
    public void deleteTopics(String prefix) {
        List<String> names = call("list topics", client -> client.listTopics().names()).stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
        call("delete topics", client -> client.deleteTopics(names).all());
    }

    /** The committed offsets of a consumer group; partitions without one are missing. */
    public Map<TopicPartition, Long> committed(String group) {
        return call(
                        "read committed offsets",
                        client -> client.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** The end offsets of partitions, as a consumer of this isolation level sees them. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel level) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest()));
        return call(
                        "read end offsets",
                        client -> client.listOffsets(latest, new ListOffsetsOptions(level))
                                .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    @Override
    public void close() {
        admin.close();
    }
}
