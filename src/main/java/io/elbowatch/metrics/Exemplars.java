package io.elbowatch.metrics;

import io.elbowatch.stream.flow.ImageOrigin;
import io.elbowatch.stream.trace.TraceIds;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Chooses the images that the histograms name as exemplars, by topic, partition and offset, and by their trace where they
 * are recorded: every anomalous image, and of the others one a second, and one recorded a second, because a set of labels
 * costs more than the observation.
 */
final class Exemplars {
    private static final long INTERVAL_NANOS = 1_000_000_000;
    /** OpenMetrics 1.0.0 allows 128 characters of names and values; partition and offset take at most 50. */
    private static final int MAX_TOPIC = 70;

    /** Beside a trace, whose name takes 40. */
    private static final int MAX_TRACED_TOPIC = 38;

    private final LongSupplier nanoTime;
    private final AtomicLong nextNanos;
    private final AtomicLong nextTracedNanos;

    Exemplars(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextNanos = new AtomicLong(nanoTime.getAsLong());
        this.nextTracedNanos = new AtomicLong(nanoTime.getAsLong());
    }

    /** The labels of this image's exemplar; null where it does not become one. */
    Labels of(ImageOrigin origin, boolean anomalous) {
        return anomalous || due(origin.trace() == null ? nextNanos : nextTracedNanos) ? labels(origin) : null;
    }

    private boolean due(AtomicLong time) {
        long next = time.get();
        long now = nanoTime.getAsLong();
        return now - next >= 0 && time.compareAndSet(next, now + INTERVAL_NANOS);
    }

    private static Labels labels(ImageOrigin origin) {
        String partition = Integer.toString(origin.partition());
        String offset = Long.toString(origin.offset());
        TraceIds trace = origin.trace();
        Labels place = origin.topic().length() > (trace == null ? MAX_TOPIC : MAX_TRACED_TOPIC)
                ? Labels.of("partition", partition, "offset", offset)
                : Labels.of("topic", origin.topic(), "partition", partition, "offset", offset);
        return trace == null ? place : place.add("trace_id", trace.traceId());
    }
}
