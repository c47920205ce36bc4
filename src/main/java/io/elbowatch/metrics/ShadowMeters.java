package io.elbowatch.metrics;

import io.elbowatch.core.shadow.ShadowTally;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The comparisons with shadows in force. The counters of a pair start at 0 when one of its bundles changes. */
final class ShadowMeters implements MultiCollector {
    private volatile Supplier<List<ShadowTally>> tallies = List::of;
    private volatile IntSupplier waiting = () -> 0;

    /** @param newTallies called at every scrape @param newWaiting images that wait for a shadow, likewise */
    void watch(Supplier<List<ShadowTally>> newTallies, IntSupplier newWaiting) {
        tallies = newTallies;
        waiting = newWaiting;
    }

    @Override
    public MetricSnapshots collect() {
        Map<List<String>, ShadowTally> pairs = new LinkedHashMap<>(); // one for two names: the newest
        for (ShadowTally tally : tallies.get()) {
            pairs.put(
                    List.of(
                            tally.pair().deciding().bundle(),
                            tally.pair().shadow().bundle()),
                    tally);
        }
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        all.metricSnapshot(Snapshots.gauge(MeterTable.SHADOW_WAITING, waiting.getAsInt()));
        if (pairs.isEmpty()) {
            return all.build();
        }
        List<CounterDataPointSnapshot> images = new ArrayList<>();
        List<CounterDataPointSnapshot> flips = new ArrayList<>();
        List<CounterDataPointSnapshot> leftOut = new ArrayList<>();
        List<CounterDataPointSnapshot> failed = new ArrayList<>();
        List<CounterDataPointSnapshot> seconds = new ArrayList<>();
        List<GaugeDataPointSnapshot> shifts = new ArrayList<>();
        pairs.forEach((names, tally) -> {
            String[] pair = {"bundle", names.get(0), "shadow", names.get(1)};
            images.add(Snapshots.count(tally.counts().images(), pair));
            flips.add(Snapshots.count(tally.counts().toAnomalous(), with(pair, "to", "anomalous")));
            flips.add(Snapshots.count(tally.counts().toNormal(), with(pair, "to", "normal")));
            leftOut.add(Snapshots.count(tally.leftOut(), pair));
            failed.add(Snapshots.count(tally.failed(), pair));
            seconds.add(Snapshots.count(tally.nanos() / 1e9, pair));
            tally.meanShift().ifPresent(shift -> shifts.add(Snapshots.point(shift, pair)));
        });
        all.metricSnapshot(Snapshots.counter(MeterTable.SHADOW_IMAGES, images))
                .metricSnapshot(Snapshots.counter(MeterTable.SHADOW_FLIPS, flips))
                .metricSnapshot(Snapshots.counter(MeterTable.SHADOW_LEFT_OUT, leftOut))
                .metricSnapshot(Snapshots.counter(MeterTable.SHADOW_FAILED, failed))
                .metricSnapshot(Snapshots.counter(MeterTable.SHADOW_SECONDS, seconds));
        if (!shifts.isEmpty()) {
            all.metricSnapshot(Snapshots.gauge(MeterTable.SHADOW_SHIFT, shifts));
        }
        return all.build();
    }

    private static String[] with(String[] labels, String name, String value) {
        return new String[] {labels[0], labels[1], labels[2], labels[3], name, value};
    }
}
