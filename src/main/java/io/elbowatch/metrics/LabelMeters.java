package io.elbowatch.metrics;

import io.elbowatch.core.quality.Truth;
import io.elbowatch.stream.feedback.LabelCounts;
import io.elbowatch.stream.wire.LabelRead;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.function.Supplier;

/** The labels of people: how many hold, and what could not be read. */
final class LabelMeters implements MultiCollector {
    private volatile Supplier<LabelCounts> counts = () -> LabelCounts.NONE;

    /** @param current called at every scrape */
    void watch(Supplier<LabelCounts> current) {
        counts = current;
    }

    @Override
    public MetricSnapshots collect() {
        LabelCounts now = counts.get();
        CounterSnapshot.Builder refused = CounterSnapshot.builder()
                .name(MeterTable.FEEDBACK_REFUSED.prometheusName().replaceAll("_total$", ""))
                .help(MeterTable.FEEDBACK_REFUSED.help());
        for (LabelRead.Reason reason : LabelRead.Reason.values()) {
            refused.dataPoint(new CounterSnapshot.CounterDataPointSnapshot(
                    now.refused().getOrDefault(reason, 0L), Labels.of("reason", reason.label()), null, 0));
        }
        return new MetricSnapshots(
                Snapshots.gauge(
                        MeterTable.FEEDBACK_LABELS,
                        Arrays.stream(Truth.values())
                                .map(truth ->
                                        Snapshots.point(now.labels().getOrDefault(truth, 0), "label", truth.label()))
                                .toList()),
                refused.build());
    }
}
