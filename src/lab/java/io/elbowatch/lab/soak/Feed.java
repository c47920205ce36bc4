package io.elbowatch.lab.soak;

import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.wire.Headers;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.ProducerRecord;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Sends numbered images in random bursts, so that buffers are neither always full nor always empty. The numbers of a
 * source rise with its offsets, and no number enters twice: the client is idempotent and retries as long as a soak
 * lasts.
 */
final class Feed implements AutoCloseable {
    static final String NUMBER = "soak-number";
    static final String CLIENT = "soak-feed";
    /** A change of the topic of images. */
    interface Change {
        void perform() throws InterruptedException;
    }

    private static final int MAX_BURST = 200;
    private static final long MIN_PAUSE_NANOS = 1_000_000;

    private final NumberedImages images;
    private final Optional<ImageStore> store;
    private final int partitions;
    private final Random random;
    private final double perSecond; // may be infinite
    private final ImageSender sender;
    private final RecoveryWatch watch;
    private final Lock sending = new ReentrantLock();
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile int sent;

    /** @param store of the images that records refer to; empty where all have their images */
    Feed(
            ImageSender sender,
            NumberedImages images,
            Optional<ImageStore> store,
            int partitions,
            long seed,
            double perSecond,
            RecoveryWatch watch) {
        this.images = images;
        this.store = store;
        this.partitions = partitions;
        this.random = new Random(seed);
        this.perSecond = perSecond;
        this.watch = watch;
        this.sender = sender;
    }

    /** Sends a burst, not beyond this number of images, then pauses. */
    void burst(int limit) {
        int size = Math.min(1 + random.nextInt(MAX_BURST), limit - sent);
        sending.lock();
        try {
            for (int i = 0; i < size; i++) {
                send(sent);
                sent++;
            }
        } finally {
            sending.unlock();
        }
        // Uniform up to twice the mean: bursts are random, their mean rate is not.
        double meanNanos = Duration.ofSeconds(1).toNanos() * Math.max(size, 1) / perSecond;
        LockSupport.parkNanos(MIN_PAUSE_NANOS + (long) (2 * random.nextDouble() * meanNanos));
    }

    /** Performs a change of the topic between two bursts, when all images that were sent have entered it. */
    void betweenBursts(Change change) throws InterruptedException {
        sending.lock();
        try {
            sender.flush();
            change.perform();
        } finally {
            sending.unlock();
        }
    }

    private void send(int number) {
        int source = images.source(number);
        boolean refers = store.isPresent() && images.byReference(number);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                Topics.DEFAULT.images(),
                source % partitions,
                images.timestamp(number).isPresent() ? images.timestamp(number).getAsLong() : null,
                ("camera-" + source).getBytes(US_ASCII),
                refers ? null : images.value(number));
        if (refers) {
            String address = store.get().address(images.image(number).orElseThrow());
            record.headers().add(Headers.REFERENCE, address.getBytes(US_ASCII));
        }
        record.headers().add(NUMBER, Integer.toString(number).getBytes(US_ASCII));
        watch.sent(number);
        sender.send(record, refused -> {
            if (refused.isEmpty()) {
                arrived.incrementAndGet();
            } else {
                failure.compareAndSet(null, refused.get());
            }
        });
    }

    /** Images sent so far, acknowledged or not. */
    int sent() {
        return sent;
    }

    /** Images that the broker has acknowledged. */
    int arrived() {
        return arrived.get();
    }

    /** Why an image was not acknowledged. The soak is invalid then. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        sender.close();
    }
}
