package io.elbowatch.metrics;

import io.elbowatch.stream.reference.ReferenceCounts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;

/** What was fetched for images by reference, and what waits for its store. */
final class ReferenceMeters implements MultiCollector {
    private volatile Supplier<ReferenceCounts> references = () -> ReferenceCounts.NONE;

    /** @param counts called at every scrape */
    void watch(Supplier<ReferenceCounts> counts) {
        references = counts;
    }

    @Override
    public MetricSnapshots collect() {
        ReferenceCounts counts = references.get();
        return new MetricSnapshots(
                Snapshots.counter(
                        MeterTable.REFERENCES,
                        List.of(
                                Snapshots.count(counts.fetched(), "outcome", "fetched"),
                                Snapshots.count(counts.missing(), "outcome", "missing"),
                                Snapshots.count(counts.refused(), "outcome", "refused"),
                                Snapshots.count(counts.changed(), "outcome", "changed"),
                                Snapshots.count(counts.tooLarge(), "outcome", "too_large"))),
                Snapshots.counter(MeterTable.REFERENCE_BYTES, List.of(Snapshots.count(counts.bytes()))),
                Snapshots.counter(MeterTable.REFERENCE_SECONDS, List.of(Snapshots.count(counts.nanos() / 1e9))),
                Snapshots.counter(MeterTable.REFERENCE_FAILURES, List.of(Snapshots.count(counts.failures()))),
                Snapshots.gauge(MeterTable.REFERENCES_WAITING, counts.waiting()),
                Snapshots.gauge(MeterTable.REFERENCE_BUFFERED, counts.bufferedBytes()),
                Snapshots.gauge(MeterTable.REFERENCE_UNREACHABLE, counts.unreachableNanos() / 1e9));
    }
}
