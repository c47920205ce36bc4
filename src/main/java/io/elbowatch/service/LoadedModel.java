package io.elbowatch.service;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.settings.Settings;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bundle that is loaded, checked and opened on an execution provider, with its judge. */
public record LoadedModel(Bundle bundle, OnnxModel model, Judge judge) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedModel.class);

    /** Loads the bundle of the settings. @throws Refusal when the bundle, the provider or α cannot be used */
    public static LoadedModel load(Settings settings) {
        return load(settings, settings.requireBundle());
    }

    /** The same of another bundle. @param folder of the bundle */
    public static LoadedModel load(Settings settings, Path folder) {
        Bundle bundle = Bundle.load(folder);
        bundle.judge(
                settings.decider(),
                alpha(settings, bundle),
                settings.extrapolateTail()); // before the model, which takes seconds
        return open(settings, bundle);
    }

    /** Opens a bundle. α of the settings may be out of its reach: then its judge is that of its own. */
    static LoadedModel open(Settings settings, Bundle bundle) {
        OnnxModel model = OnnxModel.open(bundle.model(), settings.provider(), largestBatch(bundle, settings));
        Judge judge = judge(settings, bundle);
        LOG.info(
                "model loaded name={} version={} provider={} calibration_images={} alpha={} decide={}",
                model.identity().name(),
                model.identity().version(),
                model.identity().provider(),
                judge.calibration().images(),
                judge.alpha(),
                judge.decider().label());
        int groups = judge.calibration().groups().size();
        if (groups > 0) {
            LOG.info(
                    "calibration by source groups={} used={}",
                    groups,
                    new JudgeGroups(judge).groups().size());
        }
        return new LoadedModel(bundle, model, judge);
    }

    private static Judge judge(Settings settings, Bundle bundle) {
        try {
            return bundle.judge(settings.decider(), alpha(settings, bundle), settings.extrapolateTail());
        } catch (Refusal e) {
            return bundle.judge();
        }
    }

    private static double alpha(Settings settings, Bundle bundle) {
        return settings.alpha().orElse(bundle.defaultAlpha());
    }

    /** The largest possible batch: by its number of images, or because the pixels alone reach the limit of bytes. */
    private static int largestBatch(Bundle bundle, Settings settings) {
        return settings.stream()
                .flow()
                .batch()
                .images(bundle.manifest().toForm().image().bytes());
    }

    @Override
    public void close() {
        model.close();
    }
}
