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

    private final String bootstrapServers;
    private final Duration timeout;
    private final Admin client;

    /**
     * @param properties of Kafka's admin client
     * @param timeout how long one answer may take
     * @throws Refusal when the properties are not valid
     */
    public ClusterAdmin(Map<String, Object> properties, String bootstrapServers, Duration timeout) {
        this.bootstrapServers = bootstrapServers;
        this.timeout = timeout;
        try {
            client = Admin.create(properties);
        } catch (KafkaException e) {
            throw KafkaFailure.refusal("connect to Kafka", bootstrapServers, e);
        }
    }

    /** The client of the checks before the start. @throws Refusal when the access settings are not valid */
    public static ClusterAdmin forChecks(StreamSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.kafka());
        int millis = (int) CHECK_TIMEOUT.toMillis();
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
        // A few warnings about a broker that does not answer are enough; Kafka's 50 ms gave fourteen.
        properties.putIfAbsent(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 3_000L);
        properties.putIfAbsent(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 5_000L);
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, settings.applicationId() + "-check");
        // The client's own timeout ends first, because its exception says more.
        return new ClusterAdmin(properties, settings.bootstrapServers(), CHECK_TIMEOUT.plusSeconds(1));
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
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted while waiting for " + bootstrapServers, "start again", e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("no answer within " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        }
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
