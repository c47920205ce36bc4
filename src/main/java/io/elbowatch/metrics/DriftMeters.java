package io.elbowatch.metrics;

import io.elbowatch.core.drift.LatentDrift;
import io.elbowatch.core.drift.ScoreDrift;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Verdict;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import static io.elbowatch.metrics.Snapshots.gauge;
import static io.elbowatch.metrics.Snapshots.point;

/**
 * The gauges of drift: how far the whole stream is from the calibration images. A gauge without enough images has no
 * series, because chance would look like drift.
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
        output.posterior().ifPresent(latents::add);
    }

    @Override
    public MetricSnapshots collect() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        List<GaugeDataPointSnapshot> stability = new ArrayList<>();
        for (Score score : Score.values()) {
            scores.populationStabilityIndex(score)
                    .ifPresent(index -> stability.add(point(index, "score", score.label())));
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
}
