package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Thresholds;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.function.Supplier;

import static io.elbowatch.metrics.Snapshots.gauge;
import static io.elbowatch.metrics.Snapshots.point;

/**
 * The thresholds of the sources whose latest image was compared with their own group; of no other source. {@link
 * JudgeMeters} has those of the pooled calibration. A change of α can bring groups into use or out of it, so the series
 * are built anew at every scrape.
 *
 * @param groups the judges by source
 */
record SourceThresholds(Supplier<Map<String, Judge>> groups) implements MultiCollector {

    @Override
    public MetricSnapshots collect() {
        return new MetricSnapshots(gauge(
                MeterTable.SOURCE_THRESHOLD,
                groups.get().entrySet().stream()
                        .flatMap(source -> Thresholds.of(source.getValue()).stream()
                                .map(threshold -> point(
                                        threshold.value(),
                                        "source",
                                        source.getKey(),
                                        "score",
                                        threshold.score().label(),
                                        "side",
                                        threshold.side().label())))
                        .toList()));
    }
}
