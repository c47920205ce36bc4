package io.elbowatch.stream.access;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.OutputLimits;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.StreamsConfig;

/** The properties that Kafka Streams is started with: the user's own, on top of defaults that fit batches of images. */
public final class StreamsProperties {
    private static final int PRODUCER_BATCH_BYTES = 128 << 10;
    private static final long RETRY_BACKOFF_MILLIS = 10;
    /** See docs/decisions/0003: a replaced thread stays in its group until its session ends. */
    private static final int SESSION_TIMEOUT_MILLIS = 6_000;

    private static final int METADATA_MAX_AGE_MILLIS = 30_000;
    private static final int HEARTBEATS_A_SESSION = 4;
    /** See docs/decisions/0068: a broker that is cut off answers nothing, and closes no connection. */
    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;

    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

    private StreamsProperties() {}

    /**
     * The properties for these settings.
     *
     * @param maxRejectedBytes largest record that the rejected topic accepts, and so the largest that is sent
     * @throws Refusal when kafka.poll.ms is longer than the linger
     */
    public static Properties of(StreamSettings settings, int maxRejectedBytes) {
        StreamTimes times = new StreamTimes(settings);
        times.checkPoll();
        Properties properties = defaults(settings, maxRejectedBytes);
        properties.putAll(settings.kafka());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, times.commitIntervalMillis());
        properties.remove(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        // Kafka Streams looks for it under the producer's prefix only, and would check its default of 10 s instead.
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                Math.toIntExact(times.transactionTimeoutMillis()));
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, ImageTimestamp.class);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG, settings.guarantee().label());
        return properties;
    }

    /** The largest record that the producer sends. @throws Refusal when a score may be larger */
    public static int requestBytes(Properties properties) {
        int bytes = (int) Math.min(
                number(properties, ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                number(properties, ProducerConfig.BUFFER_MEMORY_CONFIG));
        if (bytes < OutputLimits.JSON_BYTES) {
            throw new Refusal(
                    "the producer sends records of " + bytes + " bytes at most: too few for a score",
                    "raise kafka.producer.max.request.size and kafka.producer.buffer.memory to at least "
                            + OutputLimits.JSON_BYTES + ", or leave them out");
        }
        return bytes;
    }

    private static long number(Properties properties, String producerSetting) {
        return Long.parseLong(properties
                .get(StreamsConfig.producerPrefix(producerSetting))
                .toString()
                .strip());
    }

    private static Properties defaults(StreamSettings settings, int maxRejectedBytes) {
        BatchLimits batch = settings.flow().batch();
        Properties properties = new Properties();
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, settings.applicationId());
        properties.put(
                StreamsConfig.POLL_MS_CONFIG, Math.min(100L, batch.linger().toMillis()));
        // Kafka's 1,000 would hold a thousand images of a megabyte per partition.
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, Math.max(64, 4 * batch.maxImages()));
        // A task reads one partition and has no other to wait for; checking for others costs a thread up to 2 %.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // A new transaction is refused while the markers of the last one are written. With Kafka's backoff of 100 ms
        // the stream would stand still that long.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), RETRY_BACKOFF_MILLIS);
        // Kafka's 5 minutes are how long nobody would read partitions that are added to the images topic.
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MILLIS);
        int requestBytes = Math.max(1 << 20, maxRejectedBytes);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), requestBytes);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG),
                Math.max(32L << 20, 2L * requestBytes));
        // Kafka's 16 KiB are 20 scores; every batch that fills up wakes the thread that sends it.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PRODUCER_BATCH_BYTES);
        if (isClassic(settings)) {
            properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
            properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, heartbeatMillis(settings));
        }
        properties.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int)
                Math.min(Integer.MAX_VALUE, new StreamTimes(settings).maxPollIntervalMillis()));
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        properties.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, CONNECT_TIMEOUT_MILLIS);
        return properties;
    }

    /** Members learn of a rebalance by a heartbeat, so a longer session has no rarer ones; a shorter one has more. */
    private static int heartbeatMillis(StreamSettings settings) {
        String set = settings.kafka().get(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
        int session = set == null ? SESSION_TIMEOUT_MILLIS : Integer.parseInt(set.strip());
        return Math.max(1, Math.min(session, SESSION_TIMEOUT_MILLIS) / HEARTBEATS_A_SESSION);
    }

    /** In the newer group protocols the broker sets both timeouts, and Kafka refuses them from a client. */
    private static boolean isClassic(StreamSettings settings) {
        return GroupProtocol.CLASSIC
                .name()
                .equalsIgnoreCase(settings.kafka()
                        .getOrDefault(StreamsConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name()));
    }
}
