package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Thresholds;
import io.elbowatch.stream.flow.ActiveJudge;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The gauges that say how verdicts are reached now; all of one scrape are of one ruling. Which thresholds there are depends
 * on the decider: so they are made anew at every scrape, which Micrometer's gauges cannot be.
 */
record RulingMeters(Supplier<ActiveJudge> rulings) implements MultiCollector {

    @Override
    public MetricSnapshots collect() {
        ActiveJudge ruling = rulings.get();
        Judge judge = ruling.judge();
        return new MetricSnapshots(
                gauge(MeterTable.ALPHA, Stream.of(point(judge.alpha(), Labels.EMPTY))),
                gauge(
                        MeterTable.DECIDER,
                        Arrays.stream(Decider.values())
                                .map(decider -> point(
                                        decider == judge.decider() ? 1 : 0, Labels.of("score", decider.label())))),
                gauge(
                        MeterTable.THRESHOLD,
                        Thresholds.of(judge).stream()
                                .map(threshold -> point(
                                        threshold.value(),
                                        Labels.of(
                                                "score",
                                                threshold.score().label(),
                                                "side",
                                                threshold.side().label())))),
                gauge(
                        MeterTable.ELBO_LOSS_THRESHOLD,
                        Stream.of(point(HighElboLoss.thresholdNats(judge), Labels.EMPTY))),
                gauge(
                        MeterTable.SETTINGS_OFFSET,
                        Stream.of(point(ruling.settingsOffset().orElse(-1), Labels.EMPTY))));
    }

    private static GaugeSnapshot gauge(MeterTable meter, Stream<GaugeDataPointSnapshot> points) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(meter.prometheusName()).help(meter.help());
        points.forEach(gauge::dataPoint);
        return gauge.build();
    }

    private static GaugeDataPointSnapshot point(double value, Labels labels) {
        return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
    }
}
