package io.elbowatch.stream.access;

import io.elbowatch.core.Refusal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The admin client of one cluster. Every answer comes within the timeout or fails, and every failure is a
 * {@link Refusal} that names the cluster, except where a method says otherwise.
 */
public final class ClusterAdmin implements AutoCloseable {
    private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(10);
    /** A broker that hangs answers no request; after this time the client asks another one. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final long SLICE_MILLIS = 500;

    private final String bootstrapServers;
    private final Supplier<Duration> timeout;
    private final Runnable waiting;
    private final Admin client;

    /**
     * @param properties of Kafka's admin client
     * @param timeout how long one answer may take
     * @throws Refusal when the properties are not valid
     */
    public ClusterAdmin(Map<String, Object> properties, String bootstrapServers, Duration timeout) {
        this(properties, bootstrapServers, () -> timeout, () -> {});
    }

    private ClusterAdmin(
            Map<String, Object> properties, String bootstrapServers, Supplier<Duration> timeout, Runnable waiting) {
        this.bootstrapServers = bootstrapServers;
        this.timeout = timeout;
        this.waiting = waiting;
        try {
            client = Admin.create(properties);
        } catch (KafkaException e) {
            throw KafkaFailure.refusal("connect to Kafka", bootstrapServers, e);
        }
    }

    /** The client of checks that a user waits for. @throws Refusal when the access settings are not valid */
    public static ClusterAdmin forChecks(StreamSettings settings) {
        // The client's own timeout ends first, because its exception says more.
        return new ClusterAdmin(
                checkProperties(settings, CHECK_TIMEOUT),
                settings.bootstrapServers(),
                () -> CHECK_TIMEOUT.plus(GRACE),
                () -> {});
    }

    /** The client of the checks before the start: all its answers together take no longer than the limit of the retries. */
    public static ClusterAdmin forStart(StreamSettings settings, StartRetry retry) {
        return new ClusterAdmin(
                checkProperties(settings, retry.left()),
                settings.bootstrapServers(),
                () -> retry.left().plus(GRACE),
                () -> retry.waiting("no answer from " + settings.bootstrapServers()));
    }

    private static Map<String, Object> checkProperties(StreamSettings settings, Duration timeout) {
        Map<String, Object> properties = new HashMap<>(settings.kafka());
        int millis = (int) Math.max(GRACE.toMillis(), Math.min(Integer.MAX_VALUE, timeout.toMillis()));
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.put(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.min(REQUEST_TIMEOUT.toMillis(), millis / 2));
        // A few warnings about a broker that does not answer are enough; Kafka's 50 ms gave fourteen.
        properties.putIfAbsent(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 3_000L);
        properties.putIfAbsent(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 5_000L);
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, settings.applicationId() + "-check");
        return properties;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Kafka's client, for requests whose answers {@link #get} or {@link #await} wait for. */
    public Admin client() {
        return client;
    }

    /** The names of all topics that this user may see. */
    public Set<String> topics() {
        return get("list topics", client.listTopics().names());
    }

    public int partitions(String topic) {
        return get(
                        "describe the topic " + topic,
                        client.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .size();
    }

    /**
     * The settings of topics, by topic.
     *
     * @throws AuthorizationException when this user may not read them
     */
    public Map<String, Config> topicConfigs(Collection<String> topics) {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        try {
            return await(client.describeConfigs(resources).all()).entrySet().stream()
                    .collect(Collectors.toMap(config -> config.getKey().name(), Map.Entry::getValue));
        } catch (AuthorizationException e) {
            throw e;
        } catch (KafkaException e) {
            throw refusal("describe the topics " + String.join(", ", topics), e);
        }
    }

    /** The answer to a request. @param doing what was tried, as in "cannot ..." */
    public <T> T get(String doing, KafkaFuture<T> answer) {
        try {
            return await(answer);
        } catch (KafkaException e) {
            throw refusal(doing, e);
        }
    }

    /**
     * The answer to a request whose failure the caller handles.
     *
     * @throws KafkaException as the cluster gave it; of a missing answer, the {@link TimeoutException} that Kafka's own
     *     timeout throws
     * @throws Refusal when the thread is interrupted
     */
    public <T> T await(KafkaFuture<T> answer) {
        long millis = Math.max(0, timeout.get().toMillis());
        for (long left = millis; left >= 0; left -= SLICE_MILLIS) {
            try {
                return answer.get(Math.min(left, SLICE_MILLIS), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Refusal("interrupted while waiting for " + bootstrapServers, "start again", e);
            } catch (java.util.concurrent.TimeoutException e) {
                waiting.run();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
            }
        }
        throw new TimeoutException("no answer within " + millis + " ms");
    }

    /** @param doing what was tried, as in "cannot ..." */
    public Refusal refusal(String doing, KafkaException failure) {
        return KafkaFailure.refusal(doing, bootstrapServers, failure);
    }

    /** Closes at once, without waiting for answers. */
    @Override
    public void close() {
        client.close(Duration.ZERO);
    }
}
