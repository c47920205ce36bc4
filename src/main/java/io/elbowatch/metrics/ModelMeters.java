package io.elbowatch.metrics;

import io.elbowatch.core.elbo.ModelIdentity;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Supplier;

/**
 * The gauges of the model: which one scores, and the size of its calibration set. Only the provider can change while
 * the process runs, when it is lost. So the series are built anew at every scrape, which Micrometer's gauges cannot be.
 */
record ModelMeters(Supplier<ModelIdentity> models, String requestedProvider, int calibrationImages)
        implements MultiCollector {
    /** Enough hexadecimal digits to distinguish the graphs that one site deploys. */
    private static final int SHORT_SHA256 = 12;

    private static final String INFO = "_info";

    @Override
    public MetricSnapshots collect() {
        ModelIdentity model = models.get();
        String sha256 = model.sha256();
        String shortSha256 = sha256.substring(0, Math.min(SHORT_SHA256, sha256.length()));
        return new MetricSnapshots(
                info(
                        MeterTable.MODEL,
                        Labels.of(
                                "name",
                                model.name(),
                                "version",
                                model.version(),
                                "sha256",
                                shortSha256,
                                "provider",
                                model.provider())),
                info(MeterTable.PROVIDER, Labels.of("requested", requestedProvider, "running", model.provider())),
                Snapshots.gauge(MeterTable.CALIBRATION_IMAGES, calibrationImages));
    }

    private static InfoSnapshot info(MeterTable meter, Labels labels) {
        String name = meter.prometheusName();
        return InfoSnapshot.builder()
                .name(name.substring(0, name.length() - INFO.length())) // The library appends the suffix.
                .help(meter.help())
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
                .build();
    }
}
