package io.elbowatch.stream.monitor;

import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.StreamSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The offsets of the images topic and of the group that reads it, with the rights that the stream has anyway: describe
 * the group, read the topic. Used by one thread.
 */
public final class GroupOffsets implements LagWatch.Offsets {
    private static final long PATIENCE_SECONDS = 4;
    private static final Duration READ_PATIENCE = Duration.ofSeconds(2);

    private final String topic;
    private final String group;
    private final IsolationLevel isolation;
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> reader;

    /** @param properties of the stream, whose addresses and credentials are these clients' too */
    public GroupOffsets(StreamSettings settings, Properties properties) {
        topic = settings.flow().topics().images();
        group = settings.applicationId();
        isolation = settings.guarantee() == Guarantee.EXACTLY_ONCE_V2
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
        StreamsConfig config = new StreamsConfig(properties);
        admin = Admin.create(config.getAdminConfigs(group + "-lag"));
        // The restore consumer's: like the main one's, but in no group.
        Map<String, Object> reading = new HashMap<>(config.getRestoreConsumerConfigs(group + "-lag"));
        reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        // Kafka gives at least one record, however large: no more than that is wanted.
        reading.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        reader = new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Map<Integer, LagWatch.Range> ranges() {
        List<TopicPartition> partitions =
                get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, ListOffsetsResultInfo> ends = list(partitions, OffsetSpec.latest());
        List<TopicPartition> fresh = partitions.stream()
                .filter(partition -> committed.get(partition) == null)
                .toList();
        Map<TopicPartition, ListOffsetsResultInfo> begins =
                fresh.isEmpty() ? Map.of() : list(fresh, OffsetSpec.earliest());
        return partitions.stream()
                .collect(Collectors.toMap(
                        TopicPartition::partition,
                        partition -> new LagWatch.Range(
                                committed.get(partition) == null
                                        ? begins.get(partition).offset()
                                        : committed.get(partition).offset(),
                                ends.get(partition).offset())));
    }

    @Override
    public OptionalLong timestampMillis(int partition, long offset) {
        TopicPartition from = new TopicPartition(topic, partition);
        reader.assign(List.of(from));
        reader.seek(from, offset);
        try {
            return reader.poll(READ_PATIENCE).records(from).stream()
                    .mapToLong(ConsumerRecord::timestamp)
                    .filter(millis -> millis >= 0) // Kafka lets producers send a negative one
                    .findFirst();
        } finally {
            reader.unsubscribe();
        }
    }

    private Map<TopicPartition, ListOffsetsResultInfo> list(List<TopicPartition> partitions, OffsetSpec which) {
        return get(admin.listOffsets(
                        partitions.stream().collect(Collectors.toMap(Function.identity(), any -> which)),
                        new ListOffsetsOptions(isolation))
                .all());
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().toString(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + PATIENCE_SECONDS + " s", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
        reader.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
}
