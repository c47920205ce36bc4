package io.elbowatch.stream.monitor;

import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.StreamSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The offsets of the input topics and of the group that reads them. The rights of the stream are enough: describe the
 * group, read the topics. Used by one thread, except {@link #imagesId}.
 */
public final class GroupOffsets implements LagWatch.Offsets {
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    /** A stream thread waits for it. */
    private static final int ID_MILLIS = 1_000;

    private final List<String> topics;
    private final TopicIds ids;
    private final String group;
    private final IsolationLevel isolation;
    private final ClusterAdmin cluster;
    private final OldestImages oldest;

    /** @param properties of the stream, with the addresses and credentials that these clients use too */
    public GroupOffsets(StreamSettings settings, Properties properties) {
        topics = settings.flow().topics().inputs();
        ids = new TopicIds(this::askForIds, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        group = settings.applicationId();
        isolation = settings.guarantee() == Guarantee.EXACTLY_ONCE_V2
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
        StreamsConfig config = new StreamsConfig(properties);
        cluster = new ClusterAdmin(config.getAdminConfigs(group + "-lag"), settings.bootstrapServers(), TIMEOUT);
        // The restore consumer has the settings of the main one, but belongs to no group.
        Map<String, Object> reading = new HashMap<>(config.getRestoreConsumerConfigs(group + "-lag"));
        reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        // Kafka returns at least one record, however large, and one is enough.
        reading.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // A minimum tuned for many images would make each read wait.
        reading.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        try {
            oldest = new OldestImages(
                    new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                    System::nanoTime);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /**
     * The id of an input topic, {@link Uuid#ZERO_UUID} where there is no such topic, empty where the cluster does not
     * answer soon. May be called by any thread.
     */
    public Optional<Uuid> imagesId(String topic) {
        return ids.of(topic);
    }

    private Optional<Map<String, Uuid>> askForIds() {
        Map<String, Uuid> found = new HashMap<>();
        Map<String, KafkaFuture<TopicDescription>> answers = cluster.client()
                .describeTopics(topics, new DescribeTopicsOptions().timeoutMs(ID_MILLIS))
                .topicNameValues();
        try {
            for (String topic : topics) {
                try {
                    found.put(topic, cluster.await(answers.get(topic)).topicId());
                } catch (UnknownTopicOrPartitionException e) {
                    found.put(topic, Uuid.ZERO_UUID);
                }
            }
            return Optional.of(found);
        } catch (KafkaException e) {
            return Optional.empty(); // The measurement reports what is wrong.
        }
    }

    @Override
    public Map<String, TopicFacts> topics(List<String> names) {
        Map<String, TopicFacts> found = new HashMap<>();
        cluster.client().describeTopics(names).topicNameValues().forEach((name, answer) -> {
            try {
                TopicDescription described = cluster.await(answer);
                found.put(
                        name,
                        new TopicFacts(
                                described.topicId(), described.partitions().size()));
            } catch (UnknownTopicOrPartitionException e) {
                found.remove(name);
            } catch (KafkaException e) {
                throw cluster.refusal("describe the topic " + name, e);
            }
        });
        return found;
    }

    @Override
    public Map<TopicPartition, LagWatch.Range> ranges(List<TopicPartition> all) {
        Map<TopicPartition, OffsetAndMetadata> committed = cluster.get(
                "read the offsets of the group " + group,
                cluster.client().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, ListOffsetsResultInfo> ends = list(all, OffsetSpec.latest());
        Map<TopicPartition, ListOffsetsResultInfo> begins = list(all, OffsetSpec.earliest());
        return all.stream().collect(Collectors.toMap(Function.identity(), partition -> {
            OffsetAndMetadata offset = committed.get(partition);
            long begin = begins.get(partition).offset();
            return new LagWatch.Range(
                    begin,
                    offset == null ? begin : offset.offset(),
                    ends.get(partition).offset());
        }));
    }

    @Override
    public Map<TopicPartition, OptionalLong> produced(Map<TopicPartition, LagWatch.Range> ranges) {
        return oldest.produced(ranges);
    }

    private Map<TopicPartition, ListOffsetsResultInfo> list(List<TopicPartition> partitions, OffsetSpec which) {
        return cluster.get(
                "read the offsets of the topic " + String.join(", ", topics),
                cluster.client()
                        .listOffsets(
                                partitions.stream().collect(Collectors.toMap(Function.identity(), any -> which)),
                                new ListOffsetsOptions(isolation))
                        .all());
    }

    @Override
    public void close() {
        cluster.close();
        oldest.close();
    }
}
