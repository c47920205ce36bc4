package io.elbowatch.metrics;

import io.elbowatch.stream.storage.StorageCounts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;

/** What was written to stores, and what waits for them. */
final class StorageMeters implements MultiCollector {
    private volatile Supplier<StorageCounts> storage = () -> StorageCounts.NONE;

    /** @param counts called at every scrape */
    void watch(Supplier<StorageCounts> counts) {
        storage = counts;
    }

    @Override
    public MetricSnapshots collect() {
        StorageCounts counts = storage.get();
        return new MetricSnapshots(
                Snapshots.counter(MeterTable.STORE_WRITTEN, List.of(Snapshots.count(counts.written()))),
                Snapshots.counter(MeterTable.STORE_BYTES, List.of(Snapshots.count(counts.bytes()))),
                Snapshots.counter(MeterTable.STORE_SECONDS, List.of(Snapshots.count(counts.nanos() / 1e9))),
                Snapshots.counter(MeterTable.STORE_FAILURES, List.of(Snapshots.count(counts.failures()))),
                Snapshots.gauge(MeterTable.STORE_WAITING, counts.waiting()),
                Snapshots.gauge(MeterTable.STORE_AWAY, counts.awayNanos() / 1e9));
    }
}
