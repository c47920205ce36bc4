package io.elbowatch.stream.preflight;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.ClusterAdmin;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.flow.OutputLimits;
import io.elbowatch.stream.flow.SourceStore;
import io.elbowatch.stream.flow.TimestampWindow;
import io.elbowatch.stream.flow.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the limits of the output topics from their settings. Limits that no image could meet, or that would lose
 * results, are refused by name.
 */
public final class TopicLimits {
    private static final Logger LOG = LoggerFactory.getLogger(TopicLimits.class);
    private static final String LOG_APPEND_TIME = "LogAppendTime";

    /** Kafka's defaults, assumed where this user may not read the settings of a topic. */
    private static final int ASSUMED_BYTES = 1_048_588;

    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    private final Topics topics;
    private final boolean storesRejected;
    private final String changelog;
    private final ClusterAdmin cluster;

    public TopicLimits(StreamSettings settings, ClusterAdmin cluster) {
        this.topics = settings.flow().topics();
        this.storesRejected = settings.flow().storage().rejected().isPresent();
        this.changelog = SourceStore.changelog(settings.applicationId());
        this.cluster = cluster;
    }

    /**
     * Reads them before the stream starts. A changelog that does not exist yet will get the broker's defaults, as most
     * topics have.
     *
     * @throws Refusal naming the topic, its setting and the remedy
     */
    public OutputLimits read() {
        Map<String, Config> configs = configs();
        OutputLimits limits = limits(configs);
        String largest = topics.inputs().stream()
                .max(Comparator.comparingInt(topic -> bytes(configs, topic)))
                .orElseThrow();
        int in = bytes(configs, largest);
        int out = bytes(configs, topics.rejected());
        if (out < in && !storesRejected) {
            throw new Refusal(
                    "the topic " + topics.rejected() + " accepts records of " + out + " bytes, the topic " + largest
                            + " of " + in + ": a large image could neither be scored nor rejected",
                    "set max.message.bytes of " + topics.rejected() + " to at least " + in);
        }
        return limits;
    }

    /**
     * Reads them while the stream runs. A rejected topic that has become too small is no reason to stop: the values of
     * large images are left out.
     *
     * @throws Refusal naming the topic, its setting and the remedy
     */
    public OutputLimits readAgain() {
        return limits(configs());
    }

    /** By topic; without those that this user may not read. */
    private Map<String, Config> configs() {
        List<String> names = new ArrayList<>(topics.outputs());
        names.addAll(topics.inputs());
        if (cluster.topics().contains(changelog)) {
            names.add(changelog);
        }
        Map<String, Config> configs = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            try {
                configs.putAll(cluster.topicConfigs(List.of(name)));
            } catch (AuthorizationException e) {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            LOG.warn("topic limits unknown topics={} reason=\"no right to read them\" assumed=defaults", unknown);
        }
        return configs;
    }

    private OutputLimits limits(Map<String, Config> configs) {
        for (String topic : topics.outputs()) {
            checkCleanup(topic, configs);
            checkBytes(topic, configs);
        }
        return new OutputLimits(
                Stream.concat(Stream.of(topics.scores(), topics.anomalies()), topics.people().review().stream())
                        .mapToInt(topic -> bytes(configs, topic))
                        .min()
                        .orElseThrow(),
                bytes(configs, topics.rejected()),
                bytes(configs, topics.evidence()),
                timestamps(configs));
    }

    /** Compaction keeps the last result of a source alone, and a compacted topic refuses records without a key. */
    private static void checkCleanup(String topic, Map<String, Config> configs) {
        String policy =
                setting(configs, topic, TopicConfig.CLEANUP_POLICY_CONFIG).orElse(TopicConfig.CLEANUP_POLICY_DELETE);
        if (policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new Refusal(
                    "the topic " + topic + " has cleanup.policy=" + policy
                            + ": it accepts nothing of an image without a"
                            + " key, and keeps only the last record of each source",
                    "set cleanup.policy of " + topic + " to delete");
        }
    }

    /** A picture that does not fit is left out; anything else must fit. */
    private void checkBytes(String topic, Map<String, Config> configs) {
        int max = bytes(configs, topic);
        if (max < OutputLimits.JSON_BYTES && !topic.equals(topics.evidence())) {
            throw new Refusal(
                    "the topic " + topic + " accepts records of " + max + " bytes: too few for what is written there",
                    "set max.message.bytes of " + topic + " to at least " + OutputLimits.JSON_BYTES);
        }
    }

    /** What all topics accept that are written to. One that is stamped by its broker accepts any timestamp. */
    private TimestampWindow timestamps(Map<String, Config> configs) {
        Set<String> written = new LinkedHashSet<>(topics.outputs());
        if (configs.containsKey(changelog)) {
            written.add(changelog);
        }
        TimestampWindow window = TimestampWindow.UNLIMITED;
        for (String topic : written) {
            if (setting(configs, topic, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)
                    .filter(LOG_APPEND_TIME::equals)
                    .isPresent()) {
                continue;
            }
            window = new TimestampWindow(
                    Math.min(
                            window.beforeMillis(),
                            number(configs, topic, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, Long.MAX_VALUE)),
                    Math.min(
                            window.afterMillis(),
                            number(configs, topic, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, HOUR_MILLIS)),
                    0);
            if (!window.isUsable()) {
                throw new Refusal(
                        String.format(
                                Locale.ROOT,
                                "the output topics up to %s all accept timestamps from %d ms before to %d ms after the present"
                                        + " alone: records may come later than that",
                                topic,
                                window.beforeMillis(),
                                window.afterMillis()),
                        "raise message.timestamp.before.max.ms of " + topic + ", and of the other output topics, to at"
                                + " least " + TimestampWindow.MIN_WIDTH_MILLIS
                                + ", or set message.timestamp.type=LogAppendTime");
            }
        }
        return window;
    }

    private static int bytes(Map<String, Config> configs, String topic) {
        return Math.toIntExact(number(configs, topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, ASSUMED_BYTES));
    }

    private static long number(Map<String, Config> configs, String topic, String name, long otherwise) {
        return setting(configs, topic, name).map(Long::parseLong).orElse(otherwise);
    }

    private static Optional<String> setting(Map<String, Config> configs, String topic, String name) {
        return Optional.ofNullable(configs.get(topic))
                .map(config -> config.get(name))
                .map(ConfigEntry::value);
    }
}
