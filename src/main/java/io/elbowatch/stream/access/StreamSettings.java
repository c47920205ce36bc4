package io.elbowatch.stream.access;

import io.elbowatch.stream.flow.FlowSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * The settings of the stream. Kafka's own settings pass through, except those that would break a guarantee given here.
 *
 * @param applicationId Kafka Streams' application id: consumer group, transactional ids and client ids derive from it
 * @param flow topics, batches and evidence
 * @param createTopics whether missing topics are created
 * @param threads stream threads of this instance
 * @param guarantee what holds for every image across crashes
 * @param restarts how often a dead stream thread is replaced
 * @param startTimeout how long a start waits for a cluster that does not answer
 * @param kafka settings of Kafka's clients and of Kafka Streams by their own names, {@code bootstrap.servers} among
 *     them
 */
public record StreamSettings(
        String applicationId,
        FlowSettings flow,
        boolean createTopics,
        int threads,
        Guarantee guarantee,
        RestartLimits restarts,
        Duration startTimeout,
        Map<String, String> kafka) {

    public static final int MAX_THREADS = 1024;
    public static final Duration MIN_START_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration DEFAULT_START_TIMEOUT = Duration.ofMinutes(2);

    public StreamSettings {
        if (applicationId.isBlank()) {
            throw new IllegalArgumentException("applicationId must not be empty");
        }
        Objects.requireNonNull(flow, "flow");
        if (threads < 1 || threads > MAX_THREADS) {
            throw new IllegalArgumentException("threads must lie between 1 and " + MAX_THREADS + ", not " + threads);
        }
        Objects.requireNonNull(guarantee, "guarantee");
        Objects.requireNonNull(restarts, "restarts");
        if (startTimeout.compareTo(MIN_START_TIMEOUT) < 0) {
            throw new IllegalArgumentException("startTimeout must be 1 s or longer, not " + startTimeout);
        }
        kafka = Map.copyOf(kafka);
    }

    /** With the default of {@code startTimeout}. */
    public StreamSettings(
            String applicationId,
            FlowSettings flow,
            boolean createTopics,
            int threads,
            Guarantee guarantee,
            RestartLimits restarts,
            Map<String, String> kafka) {
        this(applicationId, flow, createTopics, threads, guarantee, restarts, DEFAULT_START_TIMEOUT, kafka);
    }

    /** {@code bootstrap.servers}; empty where it is not set. */
    public String bootstrapServers() {
        return kafka.getOrDefault(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "");
    }

    /** Names Kafka's settings without their values, because some values are secrets. */
    @Override
    public String toString() {
        return "StreamSettings[applicationId=" + applicationId + ", flow=" + flow + ", threads=" + threads
                + ", guarantee=" + guarantee + ", restarts=" + restarts + ", kafka="
                + kafka.keySet()
                + "]";
    }
}
