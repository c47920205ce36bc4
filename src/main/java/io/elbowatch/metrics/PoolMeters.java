package io.elbowatch.metrics;

import io.elbowatch.models.ModelPool;
import io.elbowatch.stream.flow.BundleProblem.Reason;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The models of plans: how many are open, how often they were opened, and what could not be. */
final class PoolMeters implements MultiCollector {
    private volatile Supplier<ModelPool.Counts> pool = () -> new ModelPool.Counts(0, 0, 0, 0);
    private volatile Supplier<Map<Reason, Long>> refused = Map::of;

    /** @param counts called at every scrape @param refusals likewise */
    void watch(Supplier<ModelPool.Counts> counts, Supplier<Map<Reason, Long>> refusals) {
        pool = counts;
        refused = refusals;
    }

    @Override
    public MetricSnapshots collect() {
        ModelPool.Counts counts = pool.get();
        Map<Reason, Long> refusals = refused.get();
        return new MetricSnapshots(
                Snapshots.gauge(MeterTable.MODELS_LOADED, counts.loaded()),
                counter(MeterTable.MODELS_LOADS, List.of(point(counts.loads()))),
                counter(MeterTable.MODELS_RELOADS, List.of(point(counts.reloads()))),
                counter(MeterTable.MODELS_LOAD_SECONDS, List.of(point(counts.loadNanos() / 1e9))),
                counter(
                        MeterTable.MODELS_REFUSED,
                        Arrays.stream(Reason.values())
                                .map(reason -> point(refusals.getOrDefault(reason, 0L), "reason", reason.label()))
                                .toList()));
    }

    private static CounterSnapshot.CounterDataPointSnapshot point(double value, String... labels) {
        return new CounterSnapshot.CounterDataPointSnapshot(value, Labels.of(labels), null, 0);
    }

    private static CounterSnapshot counter(MeterTable meter, List<CounterSnapshot.CounterDataPointSnapshot> points) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name(meter.prometheusName().replaceAll("_total$", ""))
                .help(meter.help());
        points.forEach(counter::dataPoint);
        return counter.build();
    }
}
