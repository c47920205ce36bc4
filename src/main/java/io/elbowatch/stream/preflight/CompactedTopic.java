package io.elbowatch.stream.preflight;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.flow.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic that is read from its beginning and of which only the last record of each key counts. It must be compacted: a
 * retention time would delete the settings, and the next start would silently begin with those of its configuration; it
 * would delete labels and what was done with incidents, too. Settings and states of instances are read from the first
 * partition alone, so their topics must have no other.
 *
 * @param setting the key of the setting that names it
 */
public record CompactedTopic(String name, String setting) {
    private static final Logger LOG = LoggerFactory.getLogger(CompactedTopic.class);
    private static final String SETTINGS = "topics.settings";
    private static final String INSTANCES = "topics.instances";
    /** Only their first partition is read. Of other topics all partitions are read. */
    private static final Set<String> OF_ONE_PARTITION = Set.of(SETTINGS, INSTANCES);

    /** All that the settings name. */
    static List<CompactedTopic> of(Topics topics) {
        return Stream.of(
                        topics.settings().map(CompactedTopic::ofSettings),
                        topics.instances().map(name -> new CompactedTopic(name, INSTANCES)),
                        topics.people().feedback().map(name -> new CompactedTopic(name, "topics.feedback")),
                        topics.people().handling().map(name -> new CompactedTopic(name, "topics.handling")))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The topic with the settings of the run time. */
    public static CompactedTopic ofSettings(String name) {
        return new CompactedTopic(name, SETTINGS);
    }

    /** The topic to create, with the broker's own replication. */
    NewTopic wanted() {
        return new NewTopic(name, Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    /** The flags that create it by hand, after {@code kafka-topics.sh --create --topic NAME}. */
    public static String creationFlags() {
        return "--partitions 1 --config cleanup.policy=compact";
    }

    /** Checks the existing topic. @throws Refusal naming what is wrong with it and the remedy */
    public void check(ClusterAdmin cluster) {
        if (OF_ONE_PARTITION.contains(setting)) {
            checkPartitions(cluster);
        }
        checkCleanup(cluster);
    }

    private void checkPartitions(ClusterAdmin cluster) {
        int partitions = cluster.partitions(name);
        if (partitions != 1) {
            throw new Refusal(
                    "the topic " + name + " has " + partitions + " partitions; the records of " + setting
                            + " have an order in one only",
                    "create another with kafka-topics.sh --create --topic NAME " + creationFlags() + " and name it as "
                            + setting);
        }
    }

    private void checkCleanup(ClusterAdmin cluster) {
        String policy;
        try {
            policy = cluster.topicConfigs(List.of(name))
                    .get(name)
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                    .value();
        } catch (AuthorizationException e) {
            LOG.warn(
                    "compacted topic unchecked topic={} setting={} reason=\"{}\""
                            + " remedy=\"see that its cleanup.policy is compact\"",
                    name,
                    setting,
                    e.getMessage());
            return;
        }
        if (!Set.of(TopicConfig.CLEANUP_POLICY_COMPACT)
                .equals(Set.of(policy.strip().split("\\s*,\\s*")))) {
            throw new Refusal(
                    "the topic " + name + " has cleanup.policy=" + policy
                            + ": the records of " + setting
                            + " would be deleted after a while and lost at the next start",
                    "kafka-configs.sh --bootstrap-server " + cluster.bootstrapServers() + " --alter --topic " + name
                            + " --add-config cleanup.policy=compact");
        }
    }
}
