package io.elbowatch.service;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.batch.BatchLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bundle that has been loaded, checked and opened on a provider, with the judge that its calibration allows.
 */
public record LoadedModel(Bundle bundle, OnnxModel model, Judge judge) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedModel.class);

    /** @throws Refusal naming what is wrong with the bundle, the provider or α */
    public static LoadedModel load(Settings settings) {
        Bundle bundle = Bundle.load(settings.requireBundle());
        Judge judge = judge(bundle, settings);
        OnnxModel model = OnnxModel.open(bundle.uncalibrated(), settings.provider(), largestBatch(bundle, settings));
        LOG.info(
                "model loaded name={} version={} provider={} calibration_images={} alpha={} decide={}",
                model.identity().name(),
                model.identity().version(),
                model.identity().provider(),
                judge.calibration().images(),
                judge.alpha(),
                judge.decider().label());
        return new LoadedModel(bundle, model, judge);
    }

    /** No batch is larger, as its pixels alone are too many bytes then. */
    private static int largestBatch(Bundle bundle, Settings settings) {
        BatchLimits limits = settings.stream().flow().batch();
        long images = limits.maxBytes() / bundle.manifest().toForm().image().bytes() + 1;
        return (int) Math.min(limits.maxImages(), images);
    }

    private static Judge judge(Bundle bundle, Settings settings) {
        try {
            return new Judge(
                    bundle.calibration(),
                    bundle.manifest().beta(),
                    settings.decider(),
                    settings.alpha().orElse(bundle.defaultAlpha()));
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    e.getMessage(),
                    "set another --alpha, or calibrate the bundle with more images: elbowatch calibrate",
                    e);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
