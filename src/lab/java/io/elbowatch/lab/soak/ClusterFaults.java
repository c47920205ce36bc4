package io.elbowatch.lab.soak;

import io.elbowatch.lab.broker.EmbeddedCluster;
import io.elbowatch.stream.flow.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;

/**
 * Does faults to the cluster, one at a time, and mends them. When a fault is over every partition has all of its replicas again, so that
 * the next may take one away.
 */
final class ClusterFaults {
    private static final String TRANSACTIONS = "__transaction_state";
    private static final String RATE = "producer_byte_rate";
    /** A tenth of what they write. At 2,000 bytes a second producers were told to wait for three minutes, long after the quota was lifted. */
    private static final double TOO_LITTLE = 50_000;

    private static final double PLENTY = 1e9;
    /** A score has 800. */
    private static final String TOO_SMALL_BYTES = "300";

    private static final Duration MENDING_PATIENCE = Duration.ofSeconds(90);
    private static final long TICK_MILLIS = 200;

    private final EmbeddedCluster cluster;
    private final Admin admin;
    private final int scorePartitions;

    ClusterFaults(EmbeddedCluster cluster, Admin admin, int scorePartitions) {
        this.cluster = cluster;
        this.admin = admin;
        this.scorePartitions = scorePartitions;
    }

    /** Leaves the producer of images out of every quota. */
    void prepare() throws InterruptedException, ExecutionException {
        alterQuota(Feed.CLIENT, PLENTY);
    }

    void perform(Fault fault) throws InterruptedException, ExecutionException {
        switch (fault.kind()) {
            case BROKER_OF_INPUT -> restart(leader(Topics.DEFAULT.images(), fault.partition()), fault.length());
            case BROKER_OF_OUTPUT ->
                restart(leader(Topics.DEFAULT.scores(), fault.partition() % scorePartitions), fault.length());
            case BROKER_OF_TRANSACTIONS -> restart(leaderOfTransactions(fault.partition()), fault.length());
            case QUOTA -> {
                alterQuota(null, TOO_LITTLE);
                try {
                    Thread.sleep(fault.length().toMillis());
                } finally {
                    alterQuota(null, null);
                }
            }
            case OUTPUT_REFUSES -> {
                limit(AlterConfigOp.OpType.SET);
                try {
                    Thread.sleep(fault.length().toMillis());
                } finally {
                    limit(AlterConfigOp.OpType.DELETE);
                }
            }
            default -> throw new IllegalArgumentException(fault.kind() + " is not done to the cluster");
        }
    }

    private void restart(int node, Duration down) throws InterruptedException, ExecutionException {
        cluster.stop(node);
        try {
            Thread.sleep(down.toMillis());
        } finally {
            cluster.restart(node);
        }
        awaitAllReplicas();
    }

    private int leader(String topic, int partition) throws InterruptedException, ExecutionException {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .get(partition)
                .leader()
                .id();
    }

    /** At least once there are no transactions, and the images' leader stands in. */
    private int leaderOfTransactions(int partition) throws InterruptedException, ExecutionException {
        if (!admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get()
                .contains(TRANSACTIONS)) {
            return leader(Topics.DEFAULT.images(), partition);
        }
        int partitions = description(List.of(TRANSACTIONS))
                .iterator()
                .next()
                .partitions()
                .size();
        return leader(TRANSACTIONS, partition % partitions);
    }

    private void awaitAllReplicas() throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + MENDING_PATIENCE.toNanos();
        while (!haveAllReplicas()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("a broker is not in sync " + MENDING_PATIENCE + " after its start");
            }
            Thread.sleep(TICK_MILLIS);
        }
    }

    private boolean haveAllReplicas() throws InterruptedException, ExecutionException {
        Collection<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
        return description(topics).stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition ->
                        partition.isr().size() == partition.replicas().size());
    }

    private Collection<TopicDescription> description(Collection<String> topics)
            throws InterruptedException, ExecutionException {
        return admin.describeTopics(topics).allTopicNames().get().values();
    }

    /** @param client null for all that have no quota of their own @param bytesPerSecond null for none */
    private void alterQuota(String client, Double bytesPerSecond) throws InterruptedException, ExecutionException {
        ClientQuotaEntity entity = new ClientQuotaEntity(Collections.singletonMap(ClientQuotaEntity.CLIENT_ID, client));
        admin.alterClientQuotas(List.of(
                        new ClientQuotaAlteration(entity, List.of(new ClientQuotaAlteration.Op(RATE, bytesPerSecond)))))
                .all()
                .get();
    }

    private void limit(AlterConfigOp.OpType operation) throws InterruptedException, ExecutionException {
        ConfigResource scores = new ConfigResource(ConfigResource.Type.TOPIC, Topics.DEFAULT.scores());
        ConfigEntry entry = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, TOO_SMALL_BYTES);
        admin.incrementalAlterConfigs(Map.of(scores, List.of(new AlterConfigOp(entry, operation))))
                .all()
                .get();
    }
}
