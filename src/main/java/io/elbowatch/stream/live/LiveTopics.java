package io.elbowatch.stream.live;

import io.elbowatch.stream.access.SideConsumer;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.reference.StoredValues;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The view of a group by its output topics, which every instance writes. The first watcher starts a reader. A while
 * after the last one has left, the reader ends and its data is dropped.
 */
public final class LiveTopics implements LiveView {
    private static final Logger LOG = LoggerFactory.getLogger(LiveTopics.class);
    /** Long enough to find the page unchanged after a reload. */
    private static final Duration LINGER = Duration.ofSeconds(30);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(4);
    private static final int METADATA_MAX_AGE_MILLIS = 30_000;
    /** Pictures would fill all of the 50 MiB that Kafka allows a fetch by default. */
    private static final int FETCH_BYTES = 8 << 20;

    private final StreamSettings settings;
    private final Supplier<DrawnModel> model;
    private final Supplier<Optional<byte[]>> ownState;
    private final Duration linger;
    private final StoredPictures stored;
    private Reading reading; // null without watchers
    private int watchers;
    private long leftNanos;
    private boolean closed;

    /** What one reader writes, and its thread. */
    private record Reading(Journal journal, Pictures pictures, Thread thread) {}

    LiveTopics(
            StreamSettings settings, Supplier<DrawnModel> model, Supplier<Optional<byte[]>> ownState, Duration linger) {
        this.settings = settings;
        this.model = model;
        this.ownState = ownState;
        this.linger = linger;
        this.stored = new StoredPictures(StoredValues.of(settings.flow().storage()));
    }

    /**
     * @param model the present one
     * @param ownState of this instance, as the topic of instances would have it; used where there is no such topic
     */
    public static LiveTopics of(StreamSettings settings, Supplier<DrawnModel> model, Supplier<byte[]> ownState) {
        boolean inTopic = settings.flow().topics().instances().isPresent();
        return new LiveTopics(settings, model, () -> inTopic ? Optional.empty() : Optional.of(ownState.get()), LINGER);
    }

    @Override
    public synchronized Watch watch() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (reading == null) {
            reading = begin();
        }
        watchers++; // not before: one that fails to begin would be watched for good
        Journal journal = reading.journal();
        AtomicBoolean left = new AtomicBoolean();
        return new Watch() {
            @Override
            public Journal journal() {
                return journal;
            }

            @Override
            public void close() {
                if (left.compareAndSet(false, true)) {
                    leave();
                }
            }
        };
    }

    @Override
    public Optional<byte[]> picture(String name) {
        return pictures().flatMap(pictures -> {
            Optional<byte[]> here = pictures.get(name);
            return here.isPresent() ? here : pictures.stored(name).flatMap(stored::get);
        });
    }

    private synchronized Optional<Pictures> pictures() {
        return Optional.ofNullable(reading).map(Reading::pictures);
    }

    private synchronized void leave() {
        watchers--;
        leftNanos = System.nanoTime();
    }

    private Reading begin() {
        Journal journal = new Journal(UUID.randomUUID().toString().substring(0, 8));
        Pictures pictures = new Pictures(Pictures.MAX_BYTES);
        Clock clock = Clock.systemUTC();
        OutputTopics topics = new OutputTopics(settings.flow().topics(), settings.bootstrapServers(), clock);
        LiveReader reader = new LiveReader(
                this::consumer,
                topics,
                new JournalWriter(journal, pictures, model, settings.applicationId(), ownState),
                clock,
                () -> over(journal));
        Thread thread = new Thread(reader, "live-reader");
        thread.setDaemon(true);
        thread.start();
        LOG.info("live page starts reading topics={}", settings.flow().topics().outputs());
        return new Reading(journal, pictures, thread);
    }

    /** Called by the reader. Once this is true, the reader is no longer used. */
    private synchronized boolean over(Journal journal) {
        if (reading == null || reading.journal() != journal) {
            return true;
        }
        if (closed || watchers == 0 && System.nanoTime() - leftNanos >= linger.toNanos()) {
            reading = null;
            LOG.info("live page stops reading");
            return true;
        }
        return false;
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(SideConsumer.properties(settings, "live", CALL_TIMEOUT));
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MAX_AGE_MILLIS);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), SideConsumer.values(settings));
    }

    @Override
    public void close() {
        Thread thread;
        synchronized (this) {
            closed = true;
            thread = reading == null ? null : reading.thread();
        }
        if (thread != null) {
            try {
                thread.join(CLOSE_TIMEOUT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        stored.close();
    }
}
