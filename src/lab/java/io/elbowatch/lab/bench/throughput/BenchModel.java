package io.elbowatch.lab.bench.throughput;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A bundle on the CPU with its images and a judge that finds hardly any of them anomalous: images of another kind than the
 * bundle's are calibrated on first, or pictures of anomalies would be measured instead of the flow.
 */
final class BenchModel implements AutoCloseable {
    static final int BATCH = 64;

    private final Bundle bundle;
    private final OnnxModel model;
    private final BenchImages images;
    private final Judge judge;
    private final double anomalous;

    private BenchModel(Bundle bundle, OnnxModel model, BenchImages images) {
        this.bundle = bundle;
        this.model = model;
        this.images = images;
        List<ElboTerms> terms = terms(model, images.pixels());
        this.judge = judge(bundle, images, terms);
        this.anomalous = (double) terms.stream()
                        .filter(each -> judge.judge(each).anomalous())
                        .count()
                / terms.size();
    }

    static BenchModel open(Path folder, BenchPlan plan) {
        Bundle bundle = Bundle.load(folder);
        BenchImages images = BenchImages.of(bundle, plan);
        OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
        try {
            return new BenchModel(bundle, model, images);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
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

    private static Judge judge(Bundle bundle, BenchImages images, List<ElboTerms> terms) {
        double alpha = bundle.defaultAlpha();
        if (images.own() || !Judge.reaches(terms.size(), Decider.DEFAULT, alpha)) {
            return bundle.judge();
        }
        double beta = bundle.manifest().beta();
        return new Judge(calibration(terms, beta), beta, Decider.DEFAULT, alpha);
    }

    private static Calibration calibration(List<ElboTerms> terms, double beta) {
        List<CalibrationSet.Image> normal = IntStream.range(0, terms.size())
                .mapToObj(i -> new CalibrationSet.Image(Integer.toString(i), "", terms.get(i)))
                .toList();
        return new CalibrationSet(normal, beta).toCalibration();
    }

    String name() {
        return bundle.manifest().name();
    }

    ImageModel model() {
        return model;
    }

    Preprocessing preprocessing() {
        return bundle.manifest().toPreprocessing();
    }

    Judge judge() {
        return judge;
    }

    BenchImages images() {
        return images;
    }

    /** The share of the images that are anomalous. */
    double anomalous() {
        return anomalous;
    }

    @Override
    public void close() {
        model.close();
    }
}
