package io.elbowatch.lab.broker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads all partitions of some topics as a downstream consumer does: committed records only, each once, unless it is
 * asked for others. A record that was deleted before it was read is an error. Used by one thread.
 */
public final class CommittedReader implements AutoCloseable {
    private static final String COMMITTED = "read_committed";
    private static final Duration COUNT_TIMEOUT = Duration.ofMillis(10);

    private final KafkaConsumer<byte[], byte[]> consumer;

    private CommittedReader(String bootstrapServers, Collection<String> topics, String isolation) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
    }

    /** Reads from offset 0 of every partition. */
    public static CommittedReader fromBeginning(String bootstrapServers, Collection<String> topics) {
        return fromBeginning(bootstrapServers, topics, COMMITTED);
    }

    /** Reads as above, and with this isolation level what is not committed yet, too. */
    public static CommittedReader fromBeginning(String bootstrapServers, Collection<String> topics, String isolation) {
        CommittedReader reader = new CommittedReader(bootstrapServers, topics, isolation);
        reader.partitions().forEach(partition -> reader.consumer.seek(partition, 0));
        return reader;
    }

    /** Reads what is committed from now on. */
    public static CommittedReader fromEnd(String bootstrapServers, Collection<String> topics) {
        CommittedReader reader = new CommittedReader(bootstrapServers, topics, COMMITTED);
        reader.consumer.seekToEnd(reader.partitions());
        reader.partitions().forEach(reader.consumer::position); // seekToEnd alone waits for the next poll
        return reader;
    }

    /** The next records; waits up to the timeout for the first. */
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        return consumer.poll(timeout);
    }

    public List<TopicPartition> partitions() {
        return List.copyOf(consumer.assignment());
    }

    /** Whether it has read up to this offset in each of these partitions. */
    public boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Reads to the present end and counts the records. */
    public long count() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions());
        long records = 0;
        while (!hasReached(ends)) {
            records += consumer.poll(COUNT_TIMEOUT).count();
        }
        return records;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
