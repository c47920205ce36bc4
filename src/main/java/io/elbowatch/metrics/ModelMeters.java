package io.elbowatch.metrics;

import io.elbowatch.core.elbo.ModelIdentity;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Supplier;

/**
 * The gauges that say which model scores, and what it was calibrated with. All but the provider is constant while the process runs;
 * that may be lost, so they are made anew at every scrape, which Micrometer's gauges cannot be.
 */
record ModelMeters(Supplier<ModelIdentity> models, String requestedProvider, int calibrationImages)
        implements MultiCollector {
    /** As many hexadecimal digits as name a graph among any that one site deploys. */
    private static final int SHORT_SHA256 = 12;

    private static final String INFO = "_info";

    @Override
    public MetricSnapshots collect() {
        ModelIdentity model = models.get();
        return new MetricSnapshots(
                info(
                        MeterTable.MODEL,
                        Labels.of(
                                "name",
                                model.name(),
                                "version",
                                model.version(),
                                "sha256",
                                model.sha256()
                                        .substring(
                                                0,
                                                Math.min(
                                                        SHORT_SHA256,
                                                        model.sha256().length())),
                                "provider",
                                model.provider())),
                info(MeterTable.PROVIDER, Labels.of("requested", requestedProvider, "running", model.provider())),
                GaugeSnapshot.builder()
                        .name(MeterTable.CALIBRATION_IMAGES.prometheusName())
                        .help(MeterTable.CALIBRATION_IMAGES.help())
                        .dataPoint(GaugeDataPointSnapshot.builder()
                                .value(calibrationImages)
                                .build())
                        .build());
    }

    /** The library adds the suffix again. */
    private static InfoSnapshot info(MeterTable meter, Labels labels) {
        String name = meter.prometheusName();
        return InfoSnapshot.builder()
                .name(name.substring(0, name.length() - INFO.length()))
                .help(meter.help())
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
                .build();
    }
}
