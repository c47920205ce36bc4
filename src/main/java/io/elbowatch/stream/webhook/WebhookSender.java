package io.elbowatch.stream.webhook;

import io.elbowatch.core.Printable;
import io.elbowatch.stream.access.SideConsumer;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.webhook.WebhookClient.Answer;
import io.elbowatch.stream.webhook.WebhookClient.Outcome;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.WebhookEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every event of the incidents topic to the webhook, at least once and in the order of each source. The offset of
 * an event is committed once the receiver has accepted it, so another instance or a later process continues there. What
 * fails is tried again after a pause that doubles up to five minutes; meanwhile the later events wait in Kafka.
 */
public final class WebhookSender implements AutoCloseable {
    static final long FIRST_PAUSE_MILLIS = 1_000;
    static final long LONGEST_PAUSE_MILLIS = 300_000;
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(9);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int MAX_WAITING = 50;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final String topic;
    private final String application;
    private final WebhookSettings settings;
    private final WebhookClient client;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
    private volatile WebhookCounts counts = WebhookCounts.NONE;
    private volatile boolean closed;
    private volatile Consumer<byte[], byte[]> open; // null between two consumers
    private boolean failing;
    private OptionalLong firstTryNanos = OptionalLong.empty(); // of the first waiting event
    private long nextTryNanos;
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    /**
     * @param consumers supplies a new consumer of the group, which commits nothing by itself
     * @param clock for the time in the signature
     * @param nanoTime for the pauses
     */
    WebhookSender(
            Supplier<Consumer<byte[], byte[]>> consumers,
            String topic,
            String application,
            WebhookSettings settings,
            Clock clock,
            LongSupplier nanoTime) {
        this.consumers = consumers;
        this.topic = topic;
        this.application = application;
        this.settings = settings;
        this.client = new WebhookClient(settings, clock);
        this.nanoTime = nanoTime;
        this.nextTryNanos = nanoTime.getAsLong();
        this.thread = new Thread(this::run, "webhook-sender");
        thread.setDaemon(true);
        thread.start();
        LOG.info(
                "webhook told of incidents receiver={} signed={}",
                settings.receiver(),
                settings.secret().isPresent());
    }

    /** Sends the incidents of an application, with the access settings of its stream. */
    public static WebhookSender of(StreamSettings stream, WebhookSettings settings) {
        return new WebhookSender(
                () -> new KafkaConsumer<>(properties(stream), new ByteArrayDeserializer(), SideConsumer.values(stream)),
                stream.flow().topics().incidents(),
                stream.applicationId(),
                settings,
                Clock.systemUTC(),
                System::nanoTime);
    }

    /** The consumer group that shares the partitions of the incidents topic. */
    public static String group(String applicationId) {
        return applicationId + "-webhook";
    }

    static Map<String, Object> properties(StreamSettings stream) {
        Map<String, Object> properties = new HashMap<>(SideConsumer.properties(stream, "webhook", CALL_TIMEOUT));
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group(stream.applicationId()));
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_WAITING);
        return properties;
    }

    /** What was sent since the start. */
    public WebhookCounts counts() {
        return counts;
    }

    private void run() {
        while (!closed) {
            waiting.clear();
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                open = consumer;
                consumer.subscribe(Set.of(topic), new Partitions(consumer));
                while (!closed) {
                    step(consumer);
                }
            } catch (WakeupException e) {
                LOG.debug("webhook sender ends");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                failed(e);
            } finally {
                open = null;
            }
        }
    }

    /** Takes what has come, and tries to send the first event if it is due. */
    private void step(Consumer<byte[], byte[]> consumer) throws InterruptedException {
        if (waiting.isEmpty()) {
            consumer.resume(consumer.paused().stream()
                    .filter(consumer.assignment()::contains)
                    .toList());
        } else {
            consumer.pause(consumer.assignment());
        }
        long pause = nextTryNanos - nanoTime.getAsLong();
        Duration poll = waiting.isEmpty() || pause > POLL.toNanos() ? POLL : Duration.ofNanos(Math.max(0, pause));
        consumer.poll(poll).forEach(waiting::add);
        failing = false;
        ConsumerRecord<byte[], byte[]> first = waiting.peek();
        if (first != null && nanoTime.getAsLong() - nextTryNanos >= 0 && !closed) {
            deliver(consumer, first);
        }
    }

    private void deliver(Consumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record)
            throws InterruptedException {
        Optional<WebhookEvent> event = WebhookEvent.of(application, record.value());
        if (event.isEmpty()) {
            LOG.warn(
                    "record not sent, no incident topic={} partition={} offset={}",
                    topic,
                    record.partition(),
                    record.offset());
            done(consumer, record);
            return;
        }
        long firstTry = firstTryNanos.orElseGet(nanoTime);
        firstTryNanos = OptionalLong.of(firstTry);
        Outcome outcome = client.send(event.get(), Headers.traceparent(record.headers()));
        if (closed && outcome.answer() != Answer.ACCEPTED) {
            return; // ended by close; the next process or instance sends it
        }
        count(outcome.answer());
        boolean givenUp = outcome.answer() == Answer.REFUSED_FOR_GOOD
                || outcome.answer() != Answer.ACCEPTED
                        && Duration.ofNanos(nanoTime.getAsLong() - firstTry).compareTo(settings.giveUp()) >= 0;
        if (outcome.answer() == Answer.ACCEPTED || givenUp) {
            if (givenUp) {
                LOG.error(
                        "event left out id={} receiver={} reason=\"{}\"",
                        event.get().id(),
                        settings.receiver(),
                        Printable.line(outcome.detail()));
                counts = new WebhookCounts(counts.sent(), counts.refused(), counts.unreachable(), counts.leftOut() + 1);
            }
            done(consumer, record);
            return;
        }
        if (pauseMillis == FIRST_PAUSE_MILLIS) {
            LOG.warn(
                    "event not sent id={} receiver={} reason=\"{}\" again=\"after a pause that doubles up to 5 minutes\"",
                    event.get().id(),
                    settings.receiver(),
                    Printable.line(outcome.detail()));
        }
        nextTryNanos = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(pauseMillis);
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
    }

    private void count(Answer answer) {
        counts = switch (answer) {
            case ACCEPTED ->
                new WebhookCounts(counts.sent() + 1, counts.refused(), counts.unreachable(), counts.leftOut());
            case REFUSED, REFUSED_FOR_GOOD ->
                new WebhookCounts(counts.sent(), counts.refused() + 1, counts.unreachable(), counts.leftOut());
            case UNREACHABLE ->
                new WebhookCounts(counts.sent(), counts.refused(), counts.unreachable() + 1, counts.leftOut());
        };
    }

    private void done(Consumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) {
        waiting.remove(record);
        startAgain();
        try {
            consumer.commitSync(Map.of(
                    new TopicPartition(record.topic(), record.partition()),
                    new OffsetAndMetadata(record.offset() + 1)));
        } catch (CommitFailedException | RebalanceInProgressException e) {
            LOG.debug("not committed, is sent again offset={}", record.offset());
        }
    }

    private void startAgain() {
        firstTryNanos = OptionalLong.empty();
        nextTryNanos = nanoTime.getAsLong();
        pauseMillis = FIRST_PAUSE_MILLIS;
    }

    private void failed(RuntimeException failure) {
        if (!failing) {
            failing = true;
            LOG.warn(
                    "webhook reads nothing topic={} reason=\"{}\"",
                    topic,
                    Printable.line(String.valueOf(failure.getMessage())));
        }
        LockSupport.parkNanos(this, RETRY_NANOS);
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> reading = open;
        if (reading != null) {
            reading.wakeup();
        }
        client.close();
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called within a poll. What another instance has now, this one no longer sends. */
    private final class Partitions implements ConsumerRebalanceListener {
        private final Consumer<byte[], byte[]> consumer;

        private Partitions(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            ConsumerRecord<byte[], byte[]> first = waiting.peek();
            waiting.removeIf(record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
            if (first != waiting.peek()) {
                startAgain();
            }
        }

        /** Notes where a new group begins: it must not begin later, should this process end before its first event. */
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
            Map<TopicPartition, OffsetAndMetadata> begins = new HashMap<>();
            List.copyOf(partitions).stream()
                    .filter(partition -> committed.get(partition) == null)
                    .forEach(partition -> begins.put(partition, new OffsetAndMetadata(consumer.position(partition))));
            if (!begins.isEmpty()) {
                consumer.commitSync(begins);
            }
        }
    }
}
