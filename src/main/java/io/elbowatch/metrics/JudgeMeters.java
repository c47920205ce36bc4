package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Thresholds;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import static io.elbowatch.metrics.Snapshots.gauge;
import static io.elbowatch.metrics.Snapshots.point;

/**
 * The gauges of the settings in force, by the main model; all gauges of one scrape show the same judge. The decider determines which
 * thresholds exist, so the series are built anew at every scrape, which Micrometer's gauges cannot be.
 */
record JudgeMeters(Supplier<ActiveJudge> current) implements MultiCollector {

    @Override
    public MetricSnapshots collect() {
        ActiveJudge active = current.get();
        Judge judge = active.judge();
        return new MetricSnapshots(
                gauge(MeterTable.ALPHA, judge.alpha()),
                gauge(MeterTable.ALPHA_EXTRAPOLATED, judge.extrapolatesAlpha() ? 1 : 0),
                gauge(MeterTable.DECIDER, deciders(judge)),
                gauge(MeterTable.THRESHOLD, thresholds(judge)),
                gauge(MeterTable.ELBO_LOSS_THRESHOLD, HighElboLoss.thresholdNats(judge)),
                gauge(MeterTable.SETTINGS_OFFSET, active.settingsOffset().orElse(-1)));
    }

    private static List<GaugeDataPointSnapshot> deciders(Judge judge) {
        return Arrays.stream(Decider.values())
                .map(decider -> point(decider == judge.decider() ? 1 : 0, "score", decider.label()))
                .toList();
    }

    private static List<GaugeDataPointSnapshot> thresholds(Judge judge) {
        return Thresholds.of(judge).stream()
                .map(threshold -> point(
                        threshold.value(),
                        "score",
                        threshold.score().label(),
                        "side",
                        threshold.side().label()))
                .toList();
    }
}
