package io.elbowatch.stream.access;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.batch.CommitTicks;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The intervals and timeouts of a stream, set or default, and the rules between them. */
public record StreamTimes(StreamSettings settings) {
    /** Kafka Streams' own under exactly-once: the time within which results become visible. */
    private static final long EXACTLY_ONCE_COMMIT_MILLIS = 100;

    private static final long AT_LEAST_ONCE_COMMIT_MILLIS = 30_000;
    private static final int TRANSACTION_TIMEOUT_MILLIS = 10_000;
    /** Kafka's own. */
    private static final long MAX_POLL_INTERVAL_MILLIS = 300_000;

    /** Longer than calls of Kafka's clients may take, which is a minute. */
    private static final long SHORT_POLL_INTERVAL_MILLIS = 90_000;

    private static final int TRANSACTIONS_BETWEEN_POLLS = 2;
    private static final int BATCHES_BEFORE_A_COMMIT = 2;
    private static final long MAX_STORE_PATIENCE_MILLIS = 30_000;

    /**
     * The longest that a thread may go without polling: after that, Kafka removes it from the group. A rebalance waits that
     * long for a member, and nobody commits meanwhile. Under exactly-once a thread has lost its transaction long before
     * Kafka's own value. With a topic of settings that value stays: a partition that moves here may wait for the load of
     * a model.
     */
    public long maxPollIntervalMillis() {
        return firstSet(
                List.of(
                        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
                        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
                        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
                defaultPollIntervalMillis());
    }

    private long defaultPollIntervalMillis() {
        boolean mayWaitForLoads = settings.flow().topics().settings().isPresent();
        return exactlyOnce() && !mayWaitForLoads
                ? Math.max(SHORT_POLL_INTERVAL_MILLIS, TRANSACTIONS_BETWEEN_POLLS * transactionTimeoutMillis())
                : MAX_POLL_INTERVAL_MILLIS;
    }

    /** The commits that the stream requests itself: under exactly-once, where they are frequent. */
    public CommitTicks commits() {
        return exactlyOnce() ? new CommitTicks(Duration.ofMillis(commitMillis())) : CommitTicks.NONE;
    }

    /**
     * Kafka Streams' own commit interval, which bounds a transaction even where the stream requests no commit. Under
     * exactly-once these commits are as rare as possible: Kafka Streams counts from its own last commit, and so commits
     * once more right after a requested one.
     */
    long commitIntervalMillis() {
        return exactlyOnce() ? Math.max(commitMillis(), transactionTimeoutMillis() / 2) : commitMillis();
    }

    /** The longest time from one commit of waiting images to the next: later ones do not succeed, or are overdue. */
    public long longestCommitMillis() {
        return exactlyOnce() ? transactionTimeoutMillis() : BATCHES_BEFORE_A_COMMIT * commitMillis();
    }

    /**
     * How long a commit waits for a store: a transaction outlasts it, and a poll twice. After that the images are read again.
     */
    public Duration storePatience() {
        long transaction = exactlyOnce() ? transactionTimeoutMillis() : Long.MAX_VALUE;
        return Duration.ofMillis(
                Math.max(1, Math.min(MAX_STORE_PATIENCE_MILLIS, Math.min(transaction, maxPollIntervalMillis()) / 2)));
    }

    long transactionTimeoutMillis() {
        return firstSet(
                List.of(
                        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                TRANSACTION_TIMEOUT_MILLIS);
    }

    /**
     * Checks that a transaction outlasts everything that happens before its commit: in the worst case a batch that
     * became due just before it, and the one that the commit finds waiting.
     *
     * @param batchMillis measured time of one full batch
     * @throws Refusal naming the settings that contradict each other
     */
    public void checkTransactionTimeout(long batchMillis) {
        if (!exactlyOnce()) {
            return;
        }
        long needed = commitMillis() + BATCHES_BEFORE_A_COMMIT * batchMillis;
        long timeout = transactionTimeoutMillis();
        if (timeout <= needed) {
            throw new Refusal(
                    String.format(
                            Locale.ROOT,
                            "a transaction may last %d ms (kafka.transaction.timeout.ms), but one commit interval and %d batches"
                                    + " take %d ms (%d ms a batch of %d images here)",
                            timeout,
                            BATCHES_BEFORE_A_COMMIT,
                            needed,
                            batchMillis,
                            batch().maxImages()),
                    "raise kafka.transaction.timeout.ms, or lower batch.max-images");
        }
    }

    /**
     * Checks that a poll does not outlast the linger. Punctuations come between polls, so images would wait for the
     * poll.
     *
     * @throws Refusal when kafka.poll.ms is longer than batch.linger
     */
    void checkPoll() {
        long lingerMillis = batch().linger().toMillis();
        long pollMillis = firstSet(List.of(StreamsConfig.POLL_MS_CONFIG), 0);
        if (pollMillis > lingerMillis) {
            throw new Refusal(
                    "kafka.poll.ms " + pollMillis + " is longer than batch.linger, " + lingerMillis + " ms",
                    "lower kafka.poll.ms, or leave it out");
        }
    }

    /** The commit interval in force. */
    public long commitMillis() {
        return firstSet(
                List.of(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG),
                exactlyOnce() ? EXACTLY_ONCE_COMMIT_MILLIS : AT_LEAST_ONCE_COMMIT_MILLIS);
    }

    private BatchLimits batch() {
        return settings.flow().batch();
    }

    private boolean exactlyOnce() {
        return settings.guarantee() == Guarantee.EXACTLY_ONCE_V2;
    }

    private long firstSet(List<String> names, long otherwise) {
        return names.stream()
                .map(settings.kafka()::get)
                .filter(set -> set != null)
                .findFirst()
                .map(set -> Long.parseLong(set.strip()))
                .orElse(otherwise);
    }
}
