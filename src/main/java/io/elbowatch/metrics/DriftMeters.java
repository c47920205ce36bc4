package io.elbowatch.metrics;

import io.elbowatch.core.drift.LatentDrift;
import io.elbowatch.core.drift.ScoreDrift;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Verdict;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The gauges that say whether the stream as a whole is still like the calibration images. What too few images say has no
 * series: chance would look like drift.
 */
final class DriftMeters implements MultiCollector {
    private final ScoreDrift scores;
    private final LatentDrift latents;

    DriftMeters(Calibration calibration, Clock clock) {
        scores = new ScoreDrift(calibration, clock);
        latents = new LatentDrift(clock);
    }

    void scored(Verdict verdict) {
        scores.add(verdict);
    }

    void inspected(ModelOutput output) {
        latents.add(output);
    }

    @Override
    public MetricSnapshots collect() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        List<GaugeDataPointSnapshot> stability = new ArrayList<>();
        for (Score score : Score.values()) {
            scores.populationStabilityIndex(score)
                    .ifPresent(index -> stability.add(point(index, Labels.of("score", score.label()))));
        }
        if (!stability.isEmpty()) {
            all.metricSnapshot(gauge(MeterTable.STABILITY, stability));
        }
        latents.moments()
                .ifPresent(moments -> all.metricSnapshot(gauge(MeterTable.LATENT_DIVERGENCE, moments.divergenceNats()))
                        .metricSnapshot(gauge(MeterTable.LATENT_ACTIVE, moments.activeDimensions()))
                        .metricSnapshot(gauge(MeterTable.LATENT_DIMENSIONS, moments.dimensions())));
        return all.build();
    }

    private static GaugeSnapshot gauge(MeterTable meter, double value) {
        return gauge(meter, List.of(point(value, Labels.EMPTY)));
    }

    private static GaugeSnapshot gauge(MeterTable meter, List<GaugeDataPointSnapshot> points) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(meter.prometheusName()).help(meter.help());
        points.forEach(gauge::dataPoint);
        return gauge.build();
    }

    private static GaugeDataPointSnapshot point(double value, Labels labels) {
        return GaugeDataPointSnapshot.builder().value(value).labels(labels).build();
    }
}
