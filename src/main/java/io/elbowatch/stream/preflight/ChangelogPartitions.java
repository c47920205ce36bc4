package io.elbowatch.stream.preflight;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.flow.SourceStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the changelog of the sources' states as many partitions as the input topic with the most has. Kafka Streams
 * creates it so, but does not run after partitions were added to that topic.
 */
public final class ChangelogPartitions {
    private static final Logger LOG = LoggerFactory.getLogger(ChangelogPartitions.class);

    private static final Duration RAISE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(100);

    private final ClusterAdmin cluster;
    private final String changelog;
    private final List<String> inputs;

    ChangelogPartitions(StreamSettings settings, ClusterAdmin cluster) {
        this.cluster = cluster;
        this.changelog = SourceStore.changelog(settings.applicationId());
        this.inputs = settings.flow().topics().inputs();
    }

    /** Raises the number while the stream runs, as {@link #raise()} does before it starts. */
    public static void raise(StreamSettings settings) {
        try (ClusterAdmin cluster = ClusterAdmin.forChecks(settings)) {
            new ChangelogPartitions(settings, cluster).raise();
        }
    }

    /**
     * Raises the number where it is smaller. A changelog that does not exist is left to Kafka Streams, which creates
     * it.
     *
     * @throws Refusal where the number is larger, or this user may not raise it
     */
    void raise() {
        if (!cluster.topics().contains(changelog)) {
            return;
        }
        int wanted = inputs.stream().mapToInt(cluster::partitions).max().orElseThrow();
        int present = cluster.partitions(changelog);
        if (present > wanted) {
            throw new Refusal(
                    "the topic " + String.join(", ", inputs) + " has " + wanted
                            + " partitions, the states of its sources in " + changelog + " are of " + present
                            + ": an input topic was created again with fewer, or left out",
                    "delete the topic " + changelog + ", which forgets the sources and their incidents, or choose"
                            + " another --application-id");
        }
        if (present < wanted) {
            try {
                cluster.await(cluster.client()
                        .createPartitions(Map.of(changelog, NewPartitions.increaseTo(wanted)))
                        .all());
            } catch (KafkaException e) {
                // Another instance may have been faster.
                if (!(e instanceof InvalidPartitionsException) || cluster.partitions(changelog) < wanted) {
                    throw cluster.refusal("raise the partitions of the topic " + changelog + " to " + wanted, e);
                }
            }
            awaitRaise(wanted);
            LOG.info("changelog partitions raised topic={} from={} to={}", changelog, present, wanted);
        }
    }

    /**
     * A broker knows new partitions some time after the controller created them; until then Kafka Streams would stop.
     */
    private void awaitRaise(int wanted) {
        long end = System.nanoTime() + RAISE_TIMEOUT.toNanos();
        while (cluster.partitions(changelog) < wanted && System.nanoTime() < end) {
            LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
        }
    }
}
