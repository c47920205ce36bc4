package io.elbowatch.lab.bench.throughput;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.bundle.CalibrationTarget;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Reach;
import io.elbowatch.lab.rig.SampleImages;
import io.elbowatch.lab.rig.TemporaryFolder;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.service.LoadedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A bundle on the CPU with its images and a judge that finds hardly any of them anomalous. Images of another kind than
 * the bundle's own are used to calibrate first: otherwise the benchmark would measure the evidence of anomalies and not
 * the flow.
 */
final class BenchModel implements AutoCloseable {
    static final int BATCH = 64;

    private static final int MAX_IMAGES = 10_000;

    private final LoadedModel loaded;
    private final String origin;
    private final List<byte[]> pixels; // [C, H, W] each
    private final double anomalous;

    private BenchModel(Bundle bundle, OnnxModel model, BenchPlan plan) {
        SampleImages images = images(bundle, plan);
        origin = images.origin();
        pixels = images.pixels(bundle.manifest().toPreprocessing());
        if (pixels.isEmpty()) {
            throw new Refusal(
                    origin + " holds no image that the model can take",
                    "give PNG or JPEG files, which are resized, or raw images of the model's size");
        }
        List<ElboTerms> terms = terms(model, pixels);
        Bundle fitting = images.own() ? bundle : calibrated(bundle, terms);
        Judge judge = fitting.judge();
        loaded = new LoadedModel(fitting, model, judge);
        anomalous = (double) terms.stream()
                        .filter(each -> judge.judge(each).anomalous())
                        .count()
                / terms.size();
    }

    static BenchModel open(Path folder, BenchPlan plan) {
        Bundle bundle = Bundle.load(folder);
        OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
        try {
            return new BenchModel(bundle, model, plan);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The images that the plan names, else images of the bundle's own kind, else generated boards. */
    private static SampleImages images(Bundle bundle, BenchPlan plan) {
        return plan.images()
                .map(set -> SampleImages.read(set, false, MAX_IMAGES))
                .or(() -> SampleImages.ownOf(bundle, plan.data(), MAX_IMAGES))
                .orElseGet(() -> SampleImages.boards(false, MAX_IMAGES));
    }

    private static List<ElboTerms> terms(ImageModel model, List<byte[]> images) {
        List<ElboTerms> terms = new ArrayList<>(images.size());
        try (ImageScorer scorer = model.newScorer()) {
            for (int from = 0; from < images.size(); from += BATCH) {
                terms.addAll(scorer.score(images.subList(from, Math.min(from + BATCH, images.size()))));
            }
        }
        return terms;
    }

    /** A copy that is calibrated on the images; the bundle itself if they are too few for its α. */
    private static Bundle calibrated(Bundle bundle, List<ElboTerms> terms) {
        double alpha = bundle.defaultAlpha();
        if (!new Reach(terms.size(), Decider.DEFAULT).supports(alpha)) {
            return bundle;
        }
        List<CalibrationSet.Image> normal = IntStream.range(0, terms.size())
                .mapToObj(i -> new CalibrationSet.Image(Integer.toString(i), "", terms.get(i)))
                .toList();
        CalibrationSet set = new CalibrationSet(normal, bundle.manifest().beta());
        try (TemporaryFolder folder = new TemporaryFolder("elbowatch-bench-")) {
            return CalibrationTarget.copyTo(bundle.model(), folder.path().resolve("bundle"))
                    .write(set, alpha);
        }
    }

    LoadedModel loaded() {
        return loaded;
    }

    String name() {
        return loaded.bundle().manifest().name();
    }

    ImageModel model() {
        return loaded.model();
    }

    Preprocessing preprocessing() {
        return loaded.bundle().manifest().toPreprocessing();
    }

    Judge judge() {
        return loaded.judge();
    }

    /** Where the images come from, for reports. */
    String origin() {
        return origin;
    }

    /** The images, one or more, each [C, H, W]. */
    List<byte[]> pixels() {
        return pixels;
    }

    /** The share of the images that are anomalous. */
    double anomalous() {
        return anomalous;
    }

    @Override
    public void close() {
        loaded.close();
    }
}
