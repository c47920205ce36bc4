package io.elbowatch.stream.preflight;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.ClusterAdmin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings topic. It must have one partition, because records of two have no common order, and it must be
 * compacted: a retention time would delete the settings, and the next start would silently begin with those of its
 * configuration.
 */
public record SettingsTopic(String name) {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsTopic.class);

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
        int partitions = cluster.partitions(name);
        if (partitions != 1) {
            throw new Refusal(
                    "the topic " + name + " has " + partitions + " partitions; settings have an order in one only",
                    "create another with kafka-topics.sh --create --topic NAME " + creationFlags()
                            + " and name it as topics.settings");
        }
        checkCleanup(cluster);
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
                    "settings topic unchecked topic={} reason=\"{}\" remedy=\"see that its cleanup.policy is compact\"",
                    name,
                    e.getMessage());
            return;
        }
        if (!Set.of(TopicConfig.CLEANUP_POLICY_COMPACT)
                .equals(Set.of(policy.strip().split("\\s*,\\s*")))) {
            throw new Refusal(
                    "the topic " + name + " has cleanup.policy=" + policy
                            + ": settings made at run time would be deleted after a while and lost at the next start",
                    "kafka-configs.sh --bootstrap-server " + cluster.bootstrapServers() + " --alter --topic " + name
                            + " --add-config cleanup.policy=compact");
        }
    }
}
