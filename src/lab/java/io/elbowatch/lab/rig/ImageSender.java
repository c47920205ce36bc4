package io.elbowatch.lab.rig;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Sends images to the partitions in turn and enters each into the ledger at the time at which it was to be sent, not at which it was. Used by
 * one thread; it is the only one that writes to the topic.
 */
final class ImageSender {
    /** Of each partition, so that the state of sources is that of a plant and not of one camera. */
    private static final int SOURCES_OF_A_PARTITION = 16;

    /** Under full load so many images are on their way: more than two commits of any rate that was seen here. */
    private static final int WINDOW = 16_384;

    /** Grows with what has come back, so that a slow machine is not buried. */
    private static final int FIRST_WINDOW = 1_024;

    /** Large images fill disk and page cache first. */
    private static final long WINDOW_BYTES = 256L << 20;

    private static final long FULL_NANOS = 200_000;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final byte[][] keys; // [sources], source s belongs to partition s mod P
    private final List<byte[]> images;
    private final Ledger ledger;
    private final int partitions;
    private final long window;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>(); // null while all goes well
    private long count;

    ImageSender(Producer<byte[], byte[]> producer, String topic, int partitions, List<byte[]> images, Ledger ledger) {
        this.producer = producer;
        this.topic = topic;
        this.partitions = partitions;
        this.images = images;
        this.ledger = ledger;
        long largest = images.stream().mapToLong(image -> image.length).max().orElseThrow();
        window = Math.max(partitions, Math.min(WINDOW, WINDOW_BYTES / Math.max(1, largest)));
        keys = new byte[SOURCES_OF_A_PARTITION * partitions][];
        for (int source = 0; source < keys.length; source++) {
            keys[source] = ("camera-" + source).getBytes(UTF_8);
        }
    }

    /** The n-th image n / rate after the begin, late ones at once, until the end. */
    void sendSteadily(double imagesPerSecond, long beginNanos, long endNanos) {
        double nanosPerImage = 1e9 / imagesPerSecond;
        long dueNanos = beginNanos;
        for (long n = 1; dueNanos - endNanos < 0; n++) {
            await(dueNanos);
            send(dueNanos);
            dueNanos = beginNanos + (long) (n * nanosPerImage);
        }
    }

    /** As many as come back, until the end. */
    void sendAll(long endNanos) {
        long nowNanos = System.nanoTime();
        while (nowNanos - endNanos < 0) {
            if (ledger.outstanding() < Math.min(window, FIRST_WINDOW + ledger.matched())) {
                send(nowNanos);
            } else {
                LockSupport.parkNanos(FULL_NANOS);
            }
            nowNanos = System.nanoTime();
        }
    }

    /** One to each partition, at once. */
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
        long offset = ledger.enter(partition, dueNanos);
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
