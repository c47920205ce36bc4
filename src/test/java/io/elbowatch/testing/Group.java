package io.elbowatch.testing;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

import static java.util.stream.Collectors.toMap;

/** The consumer group of an application, as the broker reports it. */
public final class Group implements AutoCloseable {
    private final Admin admin;
    private final String applicationId;

    public Group(String bootstrapServers, String applicationId) {
        this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        this.applicationId = applicationId;
    }

    /** The number of partitions of an instance. @param clientId prefix of its client ids */
    public long partitionsOf(String clientId) {
        try {
            return admin
                    .describeConsumerGroups(List.of(applicationId))
                    .all()
                    .get()
                    .get(applicationId)
                    .members()
                    .stream()
                    .filter(member -> member.clientId().startsWith(clientId))
                    .mapToLong(member -> member.assignment().topicPartitions().size())
                    .sum();
        } catch (ExecutionException e) {
            return 0; // The group exists only after its first member joins.
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The number of images processed: the sum of the committed offsets. */
    public long committed() {
        try {
            return admin
                    .listConsumerGroupOffsets(applicationId)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()
                    .stream()
                    .filter(entry -> entry.getKey().topic().equals("images"))
                    .mapToLong(entry -> entry.getValue().offset())
                    .sum();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The number of images sent: the sum of the end offsets. */
    public long entered(int partitions) {
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, partitions)
                .boxed()
                .collect(toMap(partition -> new TopicPartition("images", partition), partition -> OffsetSpec.latest()));
        try {
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
