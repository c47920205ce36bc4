package io.elbowatch.stream.preflight;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.KafkaFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the settings topic must be like: of one partition, since the order of two is nobody's, and compacted, since settings
 * that a retention time deletes would silently be those of the start again after a restart.
 */
public record SettingsTopic(String name) {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsTopic.class);

    /** How it is created: with the broker's own replication. */
    NewTopic wanted() {
        return new NewTopic(name, Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
    }

    /** What creates it by hand, after {@code kafka-topics.sh --create --topic NAME}. */
    public static String creationFlags() {
        return "--partitions 1 --config cleanup.policy=compact";
    }

    /** Looks at the topic that is there. @throws Refusal naming what is wrong with it and how to mend it */
    public void check(Admin admin, String bootstrapServers) {
        int partitions = TopicCheck.get(
                        "describe the topic " + name,
                        bootstrapServers,
                        admin.describeTopics(List.of(name)).allTopicNames())
                .get(name)
                .partitions()
                .size();
        if (partitions != 1) {
            throw new Refusal(
                    "the topic " + name + " has " + partitions + " partitions; settings have an order in one only",
                    "create another with kafka-topics.sh --create --topic NAME " + creationFlags()
                            + " and name it as topics.settings");
        }
        checkCleanup(admin, bootstrapServers);
    }

    private void checkCleanup(Admin admin, String bootstrapServers) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Config config;
        try {
            config = TopicCheck.await(admin.describeConfigs(List.of(resource)).all())
                    .get(resource);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.warn(
                        "settings topic unchecked topic={} reason=\"{}\" remedy=\"see that its cleanup.policy is compact\"",
                        name,
                        e.getCause().getMessage());
                return;
            }
            throw KafkaFailure.refusal("describe the topic " + name, bootstrapServers, e);
        }
        String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (!Set.of(TopicConfig.CLEANUP_POLICY_COMPACT)
                .equals(Set.of(policy.strip().split("\\s*,\\s*")))) {
            throw new Refusal(
                    "the topic " + name + " has cleanup.policy=" + policy
                            + ": what was set at run time would be deleted one day, and forgotten at the next start",
                    "kafka-configs.sh --bootstrap-server " + bootstrapServers + " --alter --topic " + name
                            + " --add-config cleanup.policy=compact");
        }
    }
}
