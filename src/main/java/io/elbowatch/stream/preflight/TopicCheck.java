package io.elbowatch.stream.preflight;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.access.StartRetry;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.flow.OutputLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the cluster before the stream starts. A topic or right that is missing, or a limit that is too small, is
 * refused at once and by name, instead of by a stream thread's stack trace later.
 */
public final class TopicCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);
    private static final Duration CREATION_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(100);

    private final StreamSettings settings;
    private final List<CompactedTopic> compacted;

    public TopicCheck(StreamSettings settings) {
        this.settings = settings;
        this.compacted = CompactedTopic.of(settings.flow().topics());
    }

    /**
     * Checks rights and topics; creates missing topics where the settings say so.
     *
     * @return the limits of the topics that are written to
     * @throws Refusal naming what is missing and the remedy
     */
    public OutputLimits check() {
        StartRetry retry = new StartRetry(settings.startTimeout());
        return retry.until(() -> checked(retry));
    }

    private OutputLimits checked(StartRetry retry) {
        try (ClusterAdmin cluster = ClusterAdmin.forStart(settings, retry)) {
            create(new AccessCheck(settings, cluster).missingTopics(), cluster);
            compacted.forEach(topic -> topic.check(cluster));
            new ChangelogPartitions(settings, cluster).raise();
            new BrokerFeatures(settings, cluster).check();
            return new TopicLimits(settings, cluster).read();
        }
    }

    private void create(List<String> missing, ClusterAdmin cluster) {
        if (missing.isEmpty()) {
            return;
        }
        if (!settings.createTopics()) {
            throw new Refusal(
                    "there is no topic " + String.join(", ", missing) + " at " + cluster.bootstrapServers(),
                    "create it with kafka-topics.sh --create --topic " + missing.get(0) + " "
                            + (compacted(missing.get(0)).isPresent() ? CompactedTopic.creationFlags() : "...")
                            + ", or start with --topics-create true");
        }
        List<NewTopic> newTopics = missing.stream().map(this::wanted).toList();
        cluster.get(
                "create the topics " + missing,
                cluster.client().createTopics(newTopics).all());
        awaitCreation(missing, cluster);
        LOG.info("topics created names={}", missing);
    }

    private NewTopic wanted(String name) {
        return compacted(name)
                .map(CompactedTopic::wanted)
                .orElseGet(() -> new NewTopic(name, Optional.empty(), Optional.empty()));
    }

    private Optional<CompactedTopic> compacted(String name) {
        return compacted.stream().filter(topic -> topic.name().equals(name)).findAny();
    }

    /** A broker knows a new topic some time after the controller created it. */
    private static void awaitCreation(List<String> names, ClusterAdmin cluster) {
        long end = System.nanoTime() + CREATION_TIMEOUT.toNanos();
        while (true) {
            try {
                cluster.await(cluster.client().describeTopics(names).allTopicNames());
                return;
            } catch (KafkaException e) {
                if (!(e instanceof UnknownTopicOrPartitionException) || System.nanoTime() > end) {
                    throw cluster.refusal("describe the new topics " + names, e);
                }
                LockSupport.parkNanos(RETRY_INTERVAL.toNanos());
            }
        }
    }
}
