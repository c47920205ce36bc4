package io.elbowatch.stream.preflight;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.flow.OutputLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the cluster before the stream starts: what is missing or too small is refused at once and by name, instead of
 * as a stream thread's stack trace later.
 */
public final class TopicCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TopicCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long CREATION_TICK_MILLIS = 100;
    /** Kafka's default, where this user may not read what is set. */
    private static final int ASSUMED_BYTES = 1_048_588;

    private final StreamSettings settings;
    private final String bootstrapServers;

    public TopicCheck(StreamSettings settings) {
        this.settings = settings;
        this.bootstrapServers = settings.kafka().getOrDefault(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "");
    }

    /** The limits of the topics that are written to. @throws Refusal naming what is missing and how to mend it */
    public OutputLimits check() {
        try (Admin admin = Admin.create(adminProperties(settings))) {
            create(new AccessCheck(settings, bootstrapServers, admin).missingTopics(), admin);
            settings.flow()
                    .topics()
                    .settings()
                    .ifPresent(name -> new SettingsTopic(name).check(admin, bootstrapServers));
            new ChangelogPartitions(settings, bootstrapServers).raiseTo(partitions(admin), admin);
            return checkedLimits(admin);
        } catch (KafkaException e) {
            throw KafkaFailure.refusal("connect to Kafka", bootstrapServers, e);
        }
    }

    public static Map<String, Object> adminProperties(StreamSettings settings) {
        Map<String, Object> properties = new HashMap<>(settings.kafka());
        int millis = (int) PATIENCE.toMillis();
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis / 2);
        // A few warnings of a broker that does not answer are enough; Kafka's 50 ms gave fourteen.
        properties.putIfAbsent(AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG, 3_000L);
        properties.putIfAbsent(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 5_000L);
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, settings.applicationId() + "-check");
        return properties;
    }

    private void create(List<String> missing, Admin admin) {
        if (missing.isEmpty()) {
            return;
        }
        if (!settings.createTopics()) {
            throw new Refusal(
                    "there is no topic " + String.join(", ", missing) + " at " + bootstrapServers,
                    "create it with kafka-topics.sh --create --topic " + missing.get(0) + " "
                            + (isSettings(missing.get(0)) ? SettingsTopic.creationFlags() : "...")
                            + ", or start with --topics-create true");
        }
        List<NewTopic> topics = missing.stream().map(this::wanted).toList();
        get("create the topics " + missing, admin.createTopics(topics).all());
        awaitCreation(missing, admin);
        LOG.info("topics created names={}", missing);
    }

    private NewTopic wanted(String name) {
        return isSettings(name)
                ? new SettingsTopic(name).wanted()
                : new NewTopic(name, Optional.empty(), Optional.empty());
    }

    private boolean isSettings(String name) {
        return settings.flow().topics().settings().filter(name::equals).isPresent();
    }

    /** A broker answers for a topic only some time after the controller has created it. */
    private void awaitCreation(List<String> names, Admin admin) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                await(admin.describeTopics(names).allTopicNames());
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > end) {
                    throw KafkaFailure.refusal("describe the new topics " + names, bootstrapServers, e);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(CREATION_TICK_MILLIS));
            }
        }
    }

    private int partitions(Admin admin) {
        String images = settings.flow().topics().images();
        return get(
                        "describe the topic " + images,
                        admin.describeTopics(List.of(images)).allTopicNames())
                .get(images)
                .partitions()
                .size();
    }

    /** What the images topic lets in, the rejected topic must let in too. */
    private OutputLimits checkedLimits(Admin admin) {
        ConfigResource images = new ConfigResource(
                ConfigResource.Type.TOPIC, settings.flow().topics().images());
        ConfigResource rejected = new ConfigResource(
                ConfigResource.Type.TOPIC, settings.flow().topics().rejected());
        ConfigResource evidence = new ConfigResource(
                ConfigResource.Type.TOPIC, settings.flow().topics().evidence());
        Map<ConfigResource, Config> configs;
        try {
            configs = await(
                    admin.describeConfigs(List.of(images, rejected, evidence)).all());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                LOG.warn(
                        "topic limits unknown reason=\"{}\" assumed_bytes={}",
                        e.getCause().getMessage(),
                        ASSUMED_BYTES);
                return new OutputLimits(ASSUMED_BYTES, ASSUMED_BYTES);
            }
            throw KafkaFailure.refusal("describe the topics", bootstrapServers, e);
        }
        int in = maxMessageBytes(configs.get(images));
        int out = maxMessageBytes(configs.get(rejected));
        if (out < in) {
            throw new Refusal(
                    "the topic " + rejected.name() + " takes records of " + out + " bytes, the topic " + images.name()
                            + " of " + in + ": a large image could neither be scored nor rejected",
                    "set max.message.bytes of " + rejected.name() + " to at least " + in);
        }
        return new OutputLimits(out, maxMessageBytes(configs.get(evidence)));
    }

    private static int maxMessageBytes(Config config) {
        ConfigEntry entry = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        return Integer.parseInt(entry.value());
    }

    private <T> T get(String doing, KafkaFuture<T> future) {
        return get(doing, bootstrapServers, future);
    }

    public static <T> T get(String doing, String bootstrapServers, KafkaFuture<T> future) {
        try {
            return await(future);
        } catch (ExecutionException e) {
            throw KafkaFailure.refusal(doing, bootstrapServers, e);
        }
    }

    /** An answer that does not come fails as one that Kafka's own patience ended. */
    public static <T> T await(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(PATIENCE.toSeconds() + 1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (java.util.concurrent.TimeoutException e) {
            throw new ExecutionException(new TimeoutException(e.getMessage()));
        }
    }

    private static Refusal interrupted() {
        Thread.currentThread().interrupt();
        return new Refusal("interrupted while looking at the cluster", "start again");
    }
}
