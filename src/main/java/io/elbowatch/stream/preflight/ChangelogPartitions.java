package io.elbowatch.stream.preflight;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.flow.SourceStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the changelog of the sources' states has as many partitions as the images topic: Kafka Streams creates it so, but
 * refuses to run once somebody has given the images topic more.
 */
final class ChangelogPartitions {
    private static final Logger LOG = LoggerFactory.getLogger(ChangelogPartitions.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofMillis(100);

    private final String changelog;
    private final String images;
    private final String bootstrapServers;

    ChangelogPartitions(StreamSettings settings, String bootstrapServers) {
        this.changelog = SourceStore.changelog(settings.applicationId());
        this.images = settings.flow().topics().images();
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Raises them where they are fewer; where there is no changelog yet, Kafka Streams will create it.
     *
     * @throws Refusal where they are more, or may not be raised
     */
    void raiseTo(int partitions, Admin admin) {
        if (!TopicCheck.get("list topics", bootstrapServers, admin.listTopics().names())
                .contains(changelog)) {
            return;
        }
        int present = partitions(admin);
        if (present > partitions) {
            throw new Refusal(
                    "the topic " + images + " has " + partitions + " partitions, the states of its sources in "
                            + changelog + " are of " + present + ": it was made anew with fewer",
                    "delete the topic " + changelog + ", which forgets the sources and their incidents, or take another"
                            + " --application-id");
        }
        if (present < partitions) {
            TopicCheck.get(
                    "raise the partitions of the topic " + changelog + " to " + partitions,
                    bootstrapServers,
                    admin.createPartitions(Map.of(changelog, NewPartitions.increaseTo(partitions)))
                            .all());
            awaitRaise(partitions, admin);
            LOG.info("changelog partitions raised topic={} from={} to={}", changelog, present, partitions);
        }
    }

    /** A broker tells of them some time after the controller has made them; Kafka Streams would stop at the old number. */
    private void awaitRaise(int partitions, Admin admin) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (partitions(admin) < partitions && System.nanoTime() < end) {
            LockSupport.parkNanos(TICK.toNanos());
        }
    }

    private int partitions(Admin admin) {
        return TopicCheck.get(
                        "describe the topic " + changelog,
                        bootstrapServers,
                        admin.describeTopics(List.of(changelog)).allTopicNames())
                .get(changelog)
                .partitions()
                .size();
    }
}
