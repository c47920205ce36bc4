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
    private final Clock clock;
    private volatile Scores scores;
    private volatile Latents latents;

    private record Scores(Calibration calibration, ScoreDrift drift) {}

    /** @param model empty for any */
    private record Latents(String model, LatentDrift drift) {}

    DriftMeters(Calibration calibration, Clock clock) {
        this.clock = clock;
        scores = new Scores(calibration, new ScoreDrift(calibration, clock));
        latents = new Latents("", new LatentDrift(clock));
    }

    void scored(Verdict verdict) {
        scores.drift().add(verdict);
    }

    /** As above; with another calibration than before the measurement begins anew. */
    void scored(Calibration calibration, Verdict verdict) {
        if (scores.calibration() != calibration) {
            scores = new Scores(calibration, new ScoreDrift(calibration, clock));
        }
        scores.drift().add(verdict);
    }

    void inspected(ModelOutput output) {
        output.posterior().ifPresent(latents.drift()::add);
    }

    /** As above; with another model than before the measurement begins anew. @param model the hash of its graph */
    void inspected(String model, ModelOutput output) {
        if (!latents.model().equals(model)) {
            latents = new Latents(model, new LatentDrift(clock));
        }
        output.posterior().ifPresent(latents.drift()::add);
    }

    @Override
    public MetricSnapshots collect() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        List<GaugeDataPointSnapshot> stability = new ArrayList<>();
        for (Score score : Score.values()) {
            scores.drift()
                    .populationStabilityIndex(score)
                    .ifPresent(index -> stability.add(point(index, "score", score.label())));
        }
        if (!stability.isEmpty()) {
            all.metricSnapshot(gauge(MeterTable.STABILITY, stability));
        }
        latents.drift()
                .moments()
                .ifPresent(moments -> all.metricSnapshot(gauge(MeterTable.LATENT_DIVERGENCE, moments.divergenceNats()))
                        .metricSnapshot(gauge(MeterTable.LATENT_ACTIVE, moments.activeDimensions()))
                        .metricSnapshot(gauge(MeterTable.LATENT_DIMENSIONS, moments.dimensions())));
        return all.build();
    }
}
