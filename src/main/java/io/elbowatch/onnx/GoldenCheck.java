package io.elbowatch.onnx;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import java.util.ArrayList;
import java.util.List;

/**
 * The comparison of a loaded model with what training computed: "exported scores differ from training" cannot start. It
 * runs on the provider that will score, so that a GPU whose arithmetic is off is refused too.
 */
public final class GoldenCheck {
    private GoldenCheck() {}

    /**
     * How far off the worst term is, relative (in nats below one nat).
     *
     * @param images how many images were compared
     * @param worst the largest difference over all images and terms
     * @param tolerance what is allowed
     */
    public record Result(int images, double worst, double tolerance) {}

    /** As below, of a calibrated bundle. */
    public static Result run(Bundle bundle, ImageModel model) {
        return run(bundle.uncalibrated(), model);
    }

    /** @throws Refusal with the figures, when a term is off by more than the bundle's tolerance */
    public static Result run(UncalibratedBundle bundle, ImageModel model) {
        GoldenFile golden = bundle.golden();
        List<byte[]> images =
                golden.images().stream().map(GoldenFile.Image::pixels).toList();
        for (GoldenFile.Image image : golden.images()) {
            if (image.pixels().length != model.shape().bytes()) {
                throw refusal(
                        bundle,
                        "image '" + image.name() + "' has " + image.pixels().length + " bytes, the model takes "
                                + model.shape());
            }
        }
        List<ElboTerms> scored;
        try (ImageScorer scorer = model.newScorer()) {
            scored = scorer.score(images);
        }
        double worst = 0;
        List<String> off = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            GoldenFile.Image image = golden.images().get(i);
            double[] expected = terms(image.terms().toTerms());
            double[] found = terms(scored.get(i));
            for (int t = 0; t < expected.length; t++) {
                double difference = Math.abs(found[t] - expected[t]) / Math.max(1, Math.abs(expected[t]));
                worst = Math.max(worst, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
                if (!(difference <= golden.tolerance())) {
                    off.add("%s of '%s' is %.6g, expected %.6g"
                            .formatted(NAMES[t], image.name(), found[t], expected[t]));
                }
            }
        }
        if (!off.isEmpty()) {
            throw refusal(
                    bundle,
                    "%d terms are off by more than %.1g (provider %s), first: %s"
                            .formatted(
                                    off.size(),
                                    golden.tolerance(),
                                    model.identity().provider(),
                                    off.get(0)));
        }
        return new Result(images.size(), worst, golden.tolerance());
    }

    private static final String[] NAMES = {"reconstruction_nll", "floor", "kl", "local", "contrast"};

    private static double[] terms(ElboTerms terms) {
        return new double[] {terms.reconstructionNll(), terms.floor(), terms.kl(), terms.local(), terms.contrast()};
    }

    private static Refusal refusal(UncalibratedBundle bundle, String problem) {
        return new Refusal(
                "bundle " + bundle.folder() + ": golden.json: " + problem,
                "the graph does not compute what was trained: export it again with model/export.py");
    }
}
