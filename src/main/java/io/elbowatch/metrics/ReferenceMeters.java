package io.elbowatch.metrics;

import io.elbowatch.stream.reference.ReferenceCounts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
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
                counter(
                        MeterTable.REFERENCES,
                        List.of(
                                point(counts.fetched(), "outcome", "fetched"),
                                point(counts.missing(), "outcome", "missing"),
                                point(counts.refused(), "outcome", "refused"),
                                point(counts.changed(), "outcome", "changed"),
                                point(counts.tooLarge(), "outcome", "too_large"))),
                counter(MeterTable.REFERENCE_BYTES, List.of(point(counts.bytes()))),
                counter(MeterTable.REFERENCE_SECONDS, List.of(point(counts.nanos() / 1e9))),
                counter(MeterTable.REFERENCE_FAILURES, List.of(point(counts.failures()))),
                Snapshots.gauge(MeterTable.REFERENCES_WAITING, counts.waiting()),
                Snapshots.gauge(MeterTable.REFERENCE_BUFFERED, counts.bufferedBytes()),
                Snapshots.gauge(MeterTable.REFERENCE_UNREACHABLE, counts.unreachableNanos() / 1e9));
    }

    private static CounterDataPointSnapshot point(double value, String... labels) {
        return new CounterDataPointSnapshot(value, Labels.of(labels), null, 0);
    }

    private static CounterSnapshot counter(MeterTable meter, List<CounterDataPointSnapshot> points) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name(meter.prometheusName().replaceAll("_total$", ""))
                .help(meter.help());
        points.forEach(counter::dataPoint);
        return counter.build();
    }
}
