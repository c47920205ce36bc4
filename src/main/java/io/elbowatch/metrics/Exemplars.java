package io.elbowatch.metrics;

import io.elbowatch.stream.flow.ImageOrigin;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Chooses the images that the histograms name as exemplars, by topic, partition and offset: every anomalous image, and
 * one of the others a second, because a set of labels costs more than the observation.
 */
final class Exemplars {
    private static final long INTERVAL_NANOS = 1_000_000_000;
    /** OpenMetrics 1.0.0 allows 128 characters of names and values; partition and offset take at most 50. */
    private static final int MAX_TOPIC = 70;

    private final LongSupplier nanoTime;
    private final AtomicLong nextNanos;

    Exemplars(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextNanos = new AtomicLong(nanoTime.getAsLong());
    }

    /** The labels of this image's exemplar; null where it does not become one. */
    Labels of(ImageOrigin origin, boolean anomalous) {
        return anomalous || due() ? labels(origin) : null;
    }

    private boolean due() {
        long next = nextNanos.get();
        long now = nanoTime.getAsLong();
        return now - next >= 0 && nextNanos.compareAndSet(next, now + INTERVAL_NANOS);
    }

    private static Labels labels(ImageOrigin origin) {
        String partition = Integer.toString(origin.partition());
        String offset = Long.toString(origin.offset());
        return origin.topic().length() > MAX_TOPIC
                ? Labels.of("partition", partition, "offset", offset)
                : Labels.of("topic", origin.topic(), "partition", partition, "offset", offset);
    }
}
