package io.elbowatch.lab.soak;

import io.elbowatch.lab.broker.BrokerAdmin;
import io.elbowatch.lab.broker.BrokerException;
import io.elbowatch.stream.flow.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.utils.Utils;

/** Which broker does what at present, and whether the cluster is whole. */
final class Roles {
    private static final String TRANSACTIONS = "__transaction_state";
    private static final String OFFSETS = "__consumer_offsets";
    private static final long TICK_MILLIS = 200;

    private final BrokerAdmin admin;
    private final Duration repairTimeout;

    Roles(BrokerAdmin admin, Duration repairTimeout) {
        this.admin = admin;
        this.repairTimeout = repairTimeout;
    }

    int leader(String topic, int partition) {
        return partitions(topic).get(partition).leader().id();
    }

    /** At-least-once has no transactions: then the leader of the images is used instead. */
    int leaderOfTransactions(int partition) {
        if (!topics().contains(TRANSACTIONS)) {
            return leader(Topics.DEFAULT.images(), partition);
        }
        return leader(TRANSACTIONS, partition % partitions(TRANSACTIONS).size());
    }

    /** Of the scorers' group: the leader of the partition that has its offsets. */
    int coordinator() {
        return leader(
                OFFSETS,
                Utils.abs(ScorerSettings.APPLICATION.hashCode())
                        % partitions(OFFSETS).size());
    }

    int controller() {
        return admin.call(
                        "describe the quorum",
                        client -> client.describeMetadataQuorum().quorumInfo())
                .leaderId();
    }

    List<TopicPartitionInfo> partitions(String topic) {
        return descriptions(List.of(topic)).iterator().next().partitions();
    }

    /** Waits until every partition has all its replicas again. */
    void awaitAllReplicas() throws InterruptedException {
        long endNanos = System.nanoTime() + repairTimeout.toNanos();
        while (!haveAllReplicas()) {
            if (System.nanoTime() - endNanos > 0) {
                throw new IllegalStateException("a broker is not in sync " + repairTimeout + " after its start");
            }
            Thread.sleep(TICK_MILLIS);
        }
    }

    /** Whether within the timeout the scorers' group has at least so many members, and all of them know their partitions. */
    boolean awaitMembers(int members, boolean streams, Duration timeout) throws InterruptedException {
        long endNanos = System.nanoTime() + timeout.toNanos();
        while (!hasMembers(members, streams)) {
            if (System.nanoTime() - endNanos > 0) {
                return false;
            }
            Thread.sleep(TICK_MILLIS);
        }
        return true;
    }

    private boolean hasMembers(int members, boolean streams) {
        List<String> group = List.of(ScorerSettings.APPLICATION);
        try {
            if (streams) {
                StreamsGroupDescription described = admin.call(
                                "describe the group",
                                client -> client.describeStreamsGroups(group).all())
                        .get(ScorerSettings.APPLICATION);
                return described.groupState() == GroupState.STABLE
                        && described.members().size() >= members;
            }
            ConsumerGroupDescription described = admin.call(
                            "describe the group",
                            client -> client.describeConsumerGroups(group).all())
                    .get(ScorerSettings.APPLICATION);
            return described.groupState() == GroupState.STABLE
                    && described.members().size() >= members;
        } catch (BrokerException e) {
            return false; // its coordinator moves
        }
    }

    private boolean haveAllReplicas() {
        try {
            return descriptions(topics()).stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.leader() != null
                            && partition.isr().size() == partition.replicas().size());
        } catch (BrokerException e) {
            return false; // no broker answers yet
        }
    }

    private Collection<String> topics() {
        return admin.call(
                "list topics",
                client -> client.listTopics(new ListTopicsOptions().listInternal(true))
                        .names());
    }

    private Collection<TopicDescription> descriptions(Collection<String> topics) {
        return admin.call(
                        "describe topics",
                        client -> client.describeTopics(topics).allTopicNames())
                .values();
    }
}
