package io.elbowatch.metrics;

import io.elbowatch.core.elbo.ModelIdentity;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;

/**
 * The gauges of the model: which one scores, and the size of its calibration set. Only the provider can change while
 * the process runs, when it is lost. So the series are built anew at every scrape, which Micrometer's gauges cannot be.
 */
record ModelMeters(Supplier<ModelIdentity> models, String requestedProvider, int calibrationImages)
        implements MultiCollector {
    /** Enough hexadecimal digits to distinguish the graphs that one site deploys. */
    private static final int SHORT_SHA256 = 12;

    @Override
    public MetricSnapshots collect() {
        ModelIdentity model = models.get();
        return new MetricSnapshots(
                Snapshots.info(
                        MeterTable.MODEL,
                        List.of(Labels.of(
                                "name",
                                model.name(),
                                "version",
                                model.version(),
                                "sha256",
                                shortened(model.sha256()),
                                "provider",
                                model.provider()))),
                Snapshots.info(
                        MeterTable.PROVIDER,
                        List.of(Labels.of("requested", requestedProvider, "running", model.provider()))),
                Snapshots.gauge(MeterTable.CALIBRATION_IMAGES, calibrationImages));
    }

    /** The first digits of a hash. */
    static String shortened(String sha256) {
        return sha256.substring(0, Math.min(SHORT_SHA256, sha256.length()));
    }
}
