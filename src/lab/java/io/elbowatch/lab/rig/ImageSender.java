package io.elbowatch.lab.rig;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Sends images to the partitions in turn and records when each was due, which may be earlier than when it was sent.
 * Used by one thread; nothing else writes to the topic.
 */
final class ImageSender {
    /** The state of sources is as large as that of a plant with many cameras. */
    static final int SOURCES_PER_PARTITION = 16;

    /** Maximum of outstanding images under full load: more than two commits at any measured rate. */
    private static final int MAX_WINDOW = 16_384;

    /** The window grows by the number of results from here, so that a slow machine is not overloaded. */
    private static final int INITIAL_WINDOW = 1_024;

    /** Limits large images, which would fill disk and page cache. */
    private static final long MAX_WINDOW_BYTES = 256L << 20;

    private static final long FULL_WINDOW_WAIT_NANOS = 200_000;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final byte[][] keys; // [sources], source s belongs to partition s mod P
    private final List<byte[]> images;
    private final DueTimes dueTimes;
    private final int partitions;
    private final long window;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>(); // null until a send fails
    private long count;

    ImageSender(
            Producer<byte[], byte[]> producer, String topic, int partitions, List<byte[]> images, DueTimes dueTimes) {
        this.producer = producer;
        this.topic = topic;
        this.partitions = partitions;
        this.images = images;
        this.dueTimes = dueTimes;
        long largest = images.stream().mapToLong(image -> image.length).max().orElseThrow();
        window = Math.max(partitions, Math.min(MAX_WINDOW, MAX_WINDOW_BYTES / Math.max(1, largest)));
        keys = new byte[SOURCES_PER_PARTITION * partitions][];
        for (int source = 0; source < keys.length; source++) {
            keys[source] = ("camera-" + source).getBytes(UTF_8);
        }
    }

    /** Sends image n at begin + n / rate until the end; a late image is sent at once. */
    void sendSteadily(double imagesPerSecond, long beginNanos, long endNanos) {
        double nanosPerImage = 1e9 / imagesPerSecond;
        long dueNanos = beginNanos;
        for (long n = 1; dueNanos - endNanos < 0; n++) {
            await(dueNanos);
            send(dueNanos);
            dueNanos = beginNanos + (long) (n * nanosPerImage);
        }
    }

    /** Sends without a pause until the end, as long as the window has room. */
    void sendAll(long endNanos) {
        long nowNanos = System.nanoTime();
        while (nowNanos - endNanos < 0) {
            if (dueTimes.outstanding() < Math.min(window, INITIAL_WINDOW + dueTimes.matched())) {
                send(nowNanos);
            } else {
                LockSupport.parkNanos(FULL_WINDOW_WAIT_NANOS);
            }
            nowNanos = System.nanoTime();
        }
    }

    /** Sends one image to each partition. */
    void sendOneRound() {
        for (int n = 0; n < partitions; n++) {
            send(System.nanoTime());
        }
    }

    private static void await(long dueNanos) {
        long aheadNanos = dueNanos - System.nanoTime();
        while (aheadNanos > 0) {
            LockSupport.parkNanos(aheadNanos);
            aheadNanos = dueNanos - System.nanoTime();
        }
    }

    private void send(long dueNanos) {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        int partition = (int) (count % partitions);
        byte[] image = images.get((int) (count % images.size()));
        long offset = dueTimes.enter(partition, dueNanos);
        producer.send(
                new ProducerRecord<>(topic, partition, keys[(int) (count % keys.length)], image), (place, refused) -> {
                    if (refused != null) {
                        failure.compareAndSet(null, new IllegalStateException("an image was not sent", refused));
                    } else if (place.offset() != offset) {
                        failure.compareAndSet(
                                null,
                                new IllegalStateException(
                                        "image " + offset + " got the offset " + place.offset() + " in " + place));
                    }
                });
        count++;
    }
}
