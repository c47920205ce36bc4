package io.elbowatch.metrics;

import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Calibration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** The gauges that say which model scores and what it was calibrated with; constant while the process runs. */
record ModelMeters(ModelIdentity model, String requestedProvider, Calibration calibration) implements MeterBinder {
    /** As many hexadecimal digits as name a graph among any that one site deploys. */
    private static final int SHORT_SHA256 = 12;

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        meters.constant(
                MeterTable.MODEL,
                1,
                "name",
                model.name(),
                "version",
                model.version(),
                "sha256",
                model.sha256()
                        .substring(0, Math.min(SHORT_SHA256, model.sha256().length())),
                "provider",
                model.provider());
        meters.constant(MeterTable.PROVIDER, 1, "requested", requestedProvider, "running", model.provider());
        meters.constant(MeterTable.CALIBRATION_IMAGES, calibration.images());
    }
}
