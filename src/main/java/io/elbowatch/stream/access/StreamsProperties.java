package io.elbowatch.stream.access;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.batch.CommitTicks;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.GroupProtocol;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The properties that Kafka Streams is started with: what was passed through, on defaults that fit batches of images.
 */
public final class StreamsProperties {
    /** Kafka Streams' own under exactly-once: the time within which results become visible. */
    private static final long EXACTLY_ONCE_COMMIT_MILLIS = 100;

    private static final long AT_LEAST_ONCE_COMMIT_MILLIS = 30_000;
    private static final int PRODUCER_BATCH_BYTES = 128 << 10;
    private static final long RETRY_MILLIS = 10;
    private static final int BATCHES_BEFORE_A_COMMIT = 2;
    private static final int TRANSACTION_TIMEOUT_MILLIS = 10_000;
    /** See docs/decisions/0003: a replaced thread stays in its group until its session ends. */
    private static final int SESSION_TIMEOUT_MILLIS = 6_000;

    private static final int HEARTBEAT_MILLIS = 2_000;
    private static final long MAX_POLL_INTERVAL_MILLIS = 300_000;

    private StreamsProperties() {}

    /**
     * The properties for these settings.
     *
     * @param maxRejectedBytes largest record that the rejected topic takes, and so the largest that is sent
     * @throws Refusal when kafka.poll.ms is longer than the linger
     */
    public static Properties of(StreamSettings settings, int maxRejectedBytes) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, settings.applicationId());
        properties.put(
                StreamsConfig.POLL_MS_CONFIG,
                Math.min(100L, settings.flow().batch().linger().toMillis()));
        // Kafka's 1,000 would hold a thousand images of a megabyte per partition.
        properties.put(
                StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG,
                Math.max(64, 4 * settings.flow().batch().maxImages()));
        // A task reads one partition: there is no other to wait for, and the wait costs up to 2 % of the thread to say
        // so.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        // What begins a transaction is refused while the markers of the last one are written; after Kafka's 100 ms the
        // stream would have stood still.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.RETRY_BACKOFF_MS_CONFIG), RETRY_MILLIS);
        int requestBytes = Math.max(1 << 20, maxRejectedBytes);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), requestBytes);
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG),
                Math.max(32L << 20, 2L * requestBytes));
        // Kafka's 16 KiB are 20 scores; every batch that fills up wakes the thread that sends it.
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PRODUCER_BATCH_BYTES);
        if (isClassic(settings)) {
            properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MILLIS);
            properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        }
        refuseAPollThatOutlastsTheLinger(settings);
        properties.putAll(settings.kafka());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, unaskedCommitMillis(settings));
        properties.remove(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        // Kafka Streams looks for it under the producer's prefix only, and would check its default of 10 s instead.
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                Math.toIntExact(transactionTimeoutMillis(settings)));
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, ImageTimestamp.class);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG, settings.guarantee().label());
        return properties;
    }

    /**
     * Refuses what cannot work: a transaction must outlast everything that happens before its commit, which in the worst
     * case is a batch that became due just before it, and the one that the commit finds waiting.
     *
     * @param batchMillis measured time of one full batch
     * @throws Refusal naming the settings that contradict each other
     */
    public static void checkTransactionTimeout(StreamSettings settings, long batchMillis) {
        if (settings.guarantee() != Guarantee.EXACTLY_ONCE_V2) {
            return;
        }
        long needed = commitMillis(settings) + BATCHES_BEFORE_A_COMMIT * batchMillis;
        long timeout = transactionTimeoutMillis(settings);
        if (timeout <= needed) {
            throw new Refusal(
                    ("a transaction may last %d ms (kafka.transaction.timeout.ms), but one commit interval and %d batches"
                                    + " take %d ms (%d ms a batch of %d images here)")
                            .formatted(
                                    timeout,
                                    BATCHES_BEFORE_A_COMMIT,
                                    needed,
                                    batchMillis,
                                    settings.flow().batch().maxImages()),
                    "raise kafka.transaction.timeout.ms, or lower batch.max-images");
        }
    }

    /** The commits that the stream asks for: under exactly-once, where they are many. */
    public static CommitTicks commits(StreamSettings settings) {
        return settings.guarantee() == Guarantee.EXACTLY_ONCE_V2
                ? new CommitTicks(Duration.ofMillis(commitMillis(settings)))
                : CommitTicks.NONE;
    }

    /**
     * Kafka Streams' own interval, which bounds a transaction whatever asks for commits. Under exactly-once these come as seldom as may
     * be: Kafka Streams counts from its own last commit, and so commits once more right after one that was asked for.
     */
    private static long unaskedCommitMillis(StreamSettings settings) {
        long asked = commitMillis(settings);
        return settings.guarantee() == Guarantee.EXACTLY_ONCE_V2
                ? Math.max(asked, transactionTimeoutMillis(settings) / 2)
                : asked;
    }

    /** Punctuations come between polls: images would wait for the poll instead of the linger. */
    private static void refuseAPollThatOutlastsTheLinger(StreamSettings settings) {
        String poll = settings.kafka().get(StreamsConfig.POLL_MS_CONFIG);
        if (poll != null
                && Long.parseLong(poll.strip())
                        > settings.flow().batch().linger().toMillis()) {
            throw new Refusal(
                    "kafka.poll.ms " + poll.strip() + " is longer than batch.linger, "
                            + settings.flow().batch().linger().toMillis() + " ms",
                    "lower kafka.poll.ms, or leave it out");
        }
    }

    /** The longest that a thread may go without polling, which is what Kafka expels it for. */
    public static long maxPollIntervalMillis(StreamSettings settings) {
        for (String prefix : List.of(StreamsConfig.MAIN_CONSUMER_PREFIX, StreamsConfig.CONSUMER_PREFIX, "")) {
            String set = settings.kafka().get(prefix + ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
            if (set != null) {
                return Long.parseLong(set.strip());
            }
        }
        return MAX_POLL_INTERVAL_MILLIS;
    }

    private static long transactionTimeoutMillis(StreamSettings settings) {
        String prefixed = settings.kafka().get(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG));
        String set = prefixed != null ? prefixed : settings.kafka().get(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
        return set == null ? TRANSACTION_TIMEOUT_MILLIS : Long.parseLong(set.strip());
    }

    /** In the newer group protocols the broker sets both, and Kafka refuses them from a client. */
    private static boolean isClassic(StreamSettings settings) {
        return GroupProtocol.CLASSIC
                .name()
                .equalsIgnoreCase(settings.kafka()
                        .getOrDefault(StreamsConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name()));
    }

    private static long commitMillis(StreamSettings settings) {
        String set = settings.kafka().get(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
        if (set != null) {
            return Long.parseLong(set.strip());
        }
        return settings.guarantee() == Guarantee.EXACTLY_ONCE_V2
                ? EXACTLY_ONCE_COMMIT_MILLIS
                : AT_LEAST_ONCE_COMMIT_MILLIS;
    }
}
