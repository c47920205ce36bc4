package io.elbowatch.metrics;

import io.elbowatch.core.quality.Estimate;
import io.elbowatch.core.quality.QualityEstimate;
import io.elbowatch.core.quality.QualityReport;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The quality of the verdicts as people labelled them. What labels say nothing about has no series. The
 * sources with most reported images have series, as many as {@link SourceMeters} may have.
 */
final class QualityMeters implements MultiCollector {
    private final int maxSources;
    private volatile Supplier<Optional<QualityReport>> report = Optional::empty;

    QualityMeters(int maxSources) {
        this.maxSources = maxSources;
    }

    /** @param now called at every scrape */
    void watch(Supplier<Optional<QualityReport>> now) {
        report = now;
    }

    @Override
    public MetricSnapshots collect() {
        Optional<QualityReport> now = report.get();
        if (now.isEmpty()) {
            return new MetricSnapshots();
        }
        Map<MeterTable, List<GaugeDataPointSnapshot>> points = new EnumMap<>(MeterTable.class);
        estimate(points, "QUALITY_", now.get().all());
        now.get().sources().entrySet().stream()
                .filter(source -> SourceMeters.isLabel(source.getKey().getBytes(StandardCharsets.UTF_8)))
                .sorted(Comparator.comparingLong((Map.Entry<String, QualityEstimate> source) ->
                                -source.getValue().reported())
                        .thenComparing(Map.Entry::getKey))
                .limit(maxSources)
                .forEach(source -> estimate(points, "SOURCE_QUALITY_", source.getValue(), "source", source.getKey()));
        add(points, MeterTable.QUALITY_UNRESOLVED, now.get().unresolved());
        add(points, MeterTable.REVIEW_WAITING, now.get().waiting());
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        points.forEach((meter, series) -> all.metricSnapshot(Snapshots.gauge(meter, series)));
        return all.build();
    }

    private static void estimate(
            Map<MeterTable, List<GaugeDataPointSnapshot>> points,
            String prefix,
            QualityEstimate estimate,
            String... labels) {
        add(points, prefix + "PRECISION", estimate.precision(), labels);
        add(points, prefix + "FALSE_ALARM_RATE", estimate.falseAlarmRate(), labels);
        add(points, prefix + "RECALL", estimate.recall(), labels);
    }

    private static void add(
            Map<MeterTable, List<GaugeDataPointSnapshot>> points,
            String name,
            Optional<Estimate> estimate,
            String... labels) {
        if (estimate.isPresent()) {
            add(points, MeterTable.valueOf(name), estimate.get().value(), labels);
            add(points, MeterTable.valueOf(name + "_LOWER"), estimate.get().low(), labels);
            add(points, MeterTable.valueOf(name + "_UPPER"), estimate.get().high(), labels);
            add(points, MeterTable.valueOf(name + "_LABELS"), estimate.get().labels(), labels);
        }
    }

    private static void add(
            Map<MeterTable, List<GaugeDataPointSnapshot>> points, MeterTable meter, double value, String... labels) {
        points.computeIfAbsent(meter, any -> new ArrayList<>()).add(Snapshots.point(value, labels));
    }
}
