package io.elbowatch.lab.soak;

import io.elbowatch.stream.flow.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** How far the topics of a soak reach, and how far its scorers have committed them. */
final class ClusterOffsets {
    private final Admin admin;
    private final List<TopicPartition> images;

    ClusterOffsets(Admin admin, int partitions) {
        this.admin = admin;
        this.images = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(Topics.DEFAULT.images(), partition))
                .toList();
    }

    /** Whether the scorers have committed every image that has arrived: what has not left by then never will. */
    boolean allCommitted() throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(ScorerSettings.APPLICATION)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends(images, IsolationLevel.READ_UNCOMMITTED).entrySet().stream()
                .allMatch(end -> end.getValue() == 0
                        || committed.get(end.getKey()) != null
                                && committed.get(end.getKey()).offset() >= end.getValue());
    }

    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel level)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, ListOffsetsResultInfo> found = admin.listOffsets(
                        partitions.stream()
                                .collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest())),
                        new ListOffsetsOptions(level))
                .all()
                .get();
        Map<TopicPartition, Long> ends = new HashMap<>();
        found.forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }
}
