package io.elbowatch.lab.soak;

import io.elbowatch.lab.broker.BrokerAdmin;
import io.elbowatch.lab.broker.BrokerCluster;
import io.elbowatch.stream.flow.Topics;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/**
 * Injects faults into the cluster, one at a time, and repairs them. After each fault every partition has all its
 * replicas again, so that the next fault may stop one.
 */
final class ClusterFaults {
    private static final String RATE = "producer_byte_rate";
    /**
     * A tenth of what the scorers write. At 2,000 bytes/s producers were throttled for three minutes after the quota
     * had ended.
     */
    private static final double LOW_BYTES_PER_SECOND = 50_000;

    private static final double HIGH_BYTES_PER_SECOND = 1e9;
    /** A score has 800 bytes. */
    private static final String TOO_SMALL_BYTES = "300";

    private static final int MAX_OVERTAKEN = 300;
    /** Each partition is a task of the scorers, also without images. */
    private static final int MAX_PARTITIONS = 2 * Soak.PARTITIONS;

    /** Images of one partition, counted over all topics of images so far: from the first to the end, which is exclusive. */
    private record Positions(long first, long end) {}

    private final Map<Integer, List<Positions>> deleted = new ConcurrentHashMap<>();
    private final long[] before = new long[Soak.PARTITIONS]; // images in the topics that were deleted
    private final BrokerCluster cluster;
    private final BrokerAdmin admin;
    private final Feed feed;
    private final Roles roles;
    private final Runnable repaired;
    private final AtomicLong deletedImages = new AtomicLong();
    private final AtomicInteger coordinatorsRestarted = new AtomicInteger();

    /** @param repaired is called when a broker starts again, while the fault still waits for its replicas */
    ClusterFaults(BrokerCluster cluster, BrokerAdmin admin, Feed feed, Roles roles, Runnable repaired) {
        this.cluster = cluster;
        this.admin = admin;
        this.feed = feed;
        this.roles = roles;
        this.repaired = repaired;
    }

    /** Exempts the producer of images from all quotas, and lets any timestamp enter. */
    void prepare() {
        alterQuota(Feed.CLIENT, HIGH_BYTES_PER_SECOND);
        acceptAnyTimestamp();
    }

    private void acceptAnyTimestamp() {
        alter(
                Topics.DEFAULT.images(),
                new AlterConfigOp(
                        new ConfigEntry(
                                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE)),
                        AlterConfigOp.OpType.SET));
    }

    void perform(Fault fault) throws InterruptedException {
        switch (fault.kind()) {
            case BROKER_OF_INPUT -> restart(roles.leader(Topics.DEFAULT.images(), fault.partition()), fault.length());
            case BROKER_OF_OUTPUT -> restart(roles.leader(Topics.DEFAULT.scores(), fault.partition()), fault.length());
            case BROKER_OF_TRANSACTIONS -> restart(roles.leaderOfTransactions(fault.partition()), fault.length());
            case QUOTA -> {
                alterQuota(null, LOW_BYTES_PER_SECOND);
                try {
                    Thread.sleep(fault.length().toMillis());
                } finally {
                    alterQuota(null, null);
                }
            }
            case OUTPUT_REFUSES -> {
                limitScores(AlterConfigOp.OpType.SET);
                try {
                    Thread.sleep(fault.length().toMillis());
                } finally {
                    limitScores(AlterConfigOp.OpType.DELETE);
                }
            }
            case RETENTION_OVERTAKES -> overtake(fault.partition());
            case PARTITION_ADDED -> addPartition();
            case TOPIC_RECREATED -> feed.betweenBursts(this::recreateImages);
            default -> throw new IllegalArgumentException(fault.kind() + " is no fault of the cluster");
        }
    }

    /** What a scorer has read already leaves nevertheless. The last image stays, so that its offset is committed. */
    private void overtake(int partition) {
        TopicPartition images = new TopicPartition(Topics.DEFAULT.images(), partition);
        long committed = committed(images);
        long first = Math.min(committed + MAX_OVERTAKEN, end(images) - 1);
        if (first > committed) {
            admin.call(
                    "delete images",
                    client -> client.deleteRecords(Map.of(images, RecordsToDelete.beforeOffset(first)))
                            .all());
            noteDeleted(partition, committed, first);
        }
    }

    private void recreateImages() throws InterruptedException {
        String images = Topics.DEFAULT.images();
        int partitions = roles.partitions(images).size();
        for (int partition = 0; partition < Soak.PARTITIONS; partition++) {
            TopicPartition each = new TopicPartition(images, partition);
            long end = end(each);
            noteDeleted(partition, Math.min(committed(each), end), end);
            before[partition] += end;
        }
        admin.deleteTopics(images);
        cluster.createTopics(Map.of(images, partitions), Soak.TOPIC_CONFIGURATION);
        acceptAnyTimestamp();
        roles.awaitAllReplicas();
    }

    private long committed(TopicPartition images) {
        return admin.committed(ScorerSettings.APPLICATION).getOrDefault(images, 0L);
    }

    private long end(TopicPartition images) {
        return admin.ends(List.of(images), IsolationLevel.READ_UNCOMMITTED).get(images);
    }

    private void noteDeleted(int partition, long firstOffset, long endOffset) {
        deletedImages.addAndGet(endOffset - firstOffset);
        deleted.computeIfAbsent(partition, any -> new CopyOnWriteArrayList<>())
                .add(new Positions(before[partition] + firstOffset, before[partition] + endOffset));
    }

    /** The images that were deleted before a scorer had committed them: some of them may have left nevertheless. */
    int deletedImages() {
        return deletedImages.intValue();
    }

    private void addPartition() throws InterruptedException {
        String images = Topics.DEFAULT.images();
        int partitions = roles.partitions(images).size();
        if (partitions < MAX_PARTITIONS) {
            admin.call(
                    "add a partition",
                    client -> client.createPartitions(Map.of(images, NewPartitions.increaseTo(partitions + 1)))
                            .all());
            roles.awaitAllReplicas();
        }
    }

    /**
     * Whether a fault deleted the image before a scorer had committed it.
     *
     * @param position of the image among all that were sent to this partition
     */
    boolean deleted(int partition, long position) {
        return deleted.getOrDefault(partition, List.of()).stream()
                .anyMatch(positions -> position >= positions.first() && position < positions.end());
    }

    /** What the runbook tells an operator to do where the coordinator of the group gives no offsets, or no stable group. */
    void restartCoordinator() throws InterruptedException {
        coordinatorsRestarted.incrementAndGet();
        restart(roles.coordinator(), Duration.ZERO);
    }

    int coordinatorsRestarted() {
        return coordinatorsRestarted.get();
    }

    private void restart(int node, Duration down) throws InterruptedException {
        cluster.stop(node);
        try {
            Thread.sleep(down.toMillis());
        } finally {
            cluster.restart(node);
        }
        repaired.run();
        roles.awaitAllReplicas();
    }

    /** @param client null for all without a quota of their own @param bytesPerSecond null for none */
    private void alterQuota(String client, Double bytesPerSecond) {
        ClientQuotaEntity entity = new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, client));
        ClientQuotaAlteration quota =
                new ClientQuotaAlteration(entity, List.of(new ClientQuotaAlteration.Op(RATE, bytesPerSecond)));
        admin.call(
                "set a quota", kafka -> kafka.alterClientQuotas(List.of(quota)).all());
    }

    private void limitScores(AlterConfigOp.OpType operation) {
        ConfigEntry entry = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, TOO_SMALL_BYTES);
        alter(Topics.DEFAULT.scores(), new AlterConfigOp(entry, operation));
    }

    private void alter(String topic, AlterConfigOp operation) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        admin.call(
                "alter the topic " + topic,
                kafka -> kafka.incrementalAlterConfigs(Map.of(resource, List.of(operation)))
                        .all());
    }
}
