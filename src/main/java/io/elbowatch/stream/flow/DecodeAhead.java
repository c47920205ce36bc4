package io.elbowatch.stream.flow;

import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.stream.intake.Intakes;
import io.elbowatch.stream.wire.Headers;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Decodes images that stream threads have read and not come to yet, on threads of its own. Each is a guess that a stream
 * thread may use: what leaves, and in which order, is up to the stream thread alone. It decodes an image itself where no
 * guess fits: the plan is another one since, or the guess failed. An image that nobody has begun is decoded by whoever
 * comes first, so a stream thread never waits for one that waits for a thread.
 *
 * <p>Only images in records as they are count, from {@link #MIN_BYTES} on: others cost less than handing them over, or have
 * to be unpacked first. Used by all stream threads; each has the images that it has read.
 */
public final class DecodeAhead implements AutoCloseable {
    /** Nothing is decoded ahead. */
    public static final DecodeAhead OFF = new DecodeAhead(AheadLimits.OFF);

    /** Smaller files are decoded in some ten microseconds, of which handing over takes several. */
    static final int MIN_BYTES = 16 << 10;

    private static final int MAX_DECODERS = 100;
    private static final int IDLE_SECONDS = 60;

    private final Optional<ThreadPoolExecutor> threads;
    private final ThreadLocal<AheadOfThread> ofThread;
    private final Map<Preprocessing, ImageDecoder> decoders = new ConcurrentHashMap<>();

    public DecodeAhead(AheadLimits limits) {
        threads = limits.threads() == 0 ? Optional.empty() : Optional.of(pool(limits.threads()));
        ofThread = ThreadLocal.withInitial(() -> new AheadOfThread(limits.maxBytes(), threads.orElseThrow()));
    }

    private static ThreadPoolExecutor pool(int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "decode-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                // After close() stream threads decode themselves what nobody takes.
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Whether it decodes anything. */
    boolean isOn() {
        return threads.isPresent();
    }

    /**
     * The calling stream thread has read these records, and goes through them next.
     *
     * @param assigned all partitions of the thread: what was read of others counts no more
     */
    void read(
            ConsumerRecords<byte[], byte[]> records,
            Collection<TopicPartition> assigned,
            ScoringModel scoring,
            Intakes intakes) {
        AheadOfThread own = ofThread.get();
        own.retain(assigned);
        for (TopicPartition partition : records.partitions()) {
            if (!intakes.takesAsIs(partition.topic())) {
                continue;
            }
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                if (record.value() != null && record.value().length >= MIN_BYTES) {
                    preprocessing(record, scoring).ifPresent(as -> own.add(partition, image(record, as, scoring)));
                }
            }
        }
        own.give();
    }

    private static Optional<Preprocessing> preprocessing(ConsumerRecord<byte[], byte[]> record, ScoringModel scoring) {
        return scoring.assignment(record.key(), record.topic(), record.headers())
                .map(assignment -> assignment.model().preprocessing());
    }

    private AheadImage image(ConsumerRecord<byte[], byte[]> record, Preprocessing preprocessing, ScoringModel scoring) {
        if (decoders.size() >= MAX_DECODERS) {
            decoders.clear();
        }
        ImageDecoder decoder = decoders.computeIfAbsent(preprocessing, as -> new ImageDecoder(as, scoring.decoding()));
        String contentType = Headers.contentType(record.headers());
        return new AheadImage(record.offset(), preprocessing, () -> decoder.decode(record.value(), contentType));
    }

    /** The image of a record that this thread has read, once; empty where it is to be decoded as if nothing was read. */
    Optional<AheadImage.Result> take(String topic, int partition, long offset, Preprocessing wanted) {
        return isOn() ? ofThread.get().take(new TopicPartition(topic, partition), offset, wanted) : Optional.empty();
    }

    /**
     * This thread has come to a record, and does not decode it: what was read up to there is let go. Without it a
     * partition whose records are all rejected would keep every value.
     */
    void pass(String topic, int partition, long offset) {
        if (isOn()) {
            ofThread.get().pass(new TopicPartition(topic, partition), offset);
        }
    }

    /** To be called after the stream is closed. */
    @Override
    public void close() {
        threads.ifPresent(ThreadPoolExecutor::shutdownNow);
    }
}
