package io.elbowatch.onnx;

import io.elbowatch.bundle.BundledModel;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.Term;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.parity.GoldenImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares the scores of the golden images with those that training computed. It runs on every device before that
 * device scores, so that a wrong export and a GPU with wrong arithmetic are refused at the start.
 */
final class GoldenCheck {
    private GoldenCheck() {}

    /**
     * The largest difference of a term: relative, or in nats for terms below one nat.
     *
     * @param images the number of images compared
     * @param worst the largest difference over all images and terms
     * @param tolerance the largest difference allowed
     */
    record Result(int images, double worst, double tolerance) {}

    /** @throws Refusal if a difference is larger than the tolerance of the bundle; it quotes the terms */
    static Result check(BundledModel bundle, ImageShape shape, ImageScorer scorer) {
        double tolerance = bundle.goldenTolerance();
        List<GoldenImage> golden = bundle.goldenImages();
        for (GoldenImage image : golden) {
            if (image.pixels().length != shape.bytes()) {
                throw refusal(
                        bundle,
                        "image '" + image.name() + "' has " + image.pixels().length + " bytes, the model takes "
                                + shape);
            }
        }
        List<ElboTerms> scored =
                scorer.score(golden.stream().map(GoldenImage::pixels).toList());
        double worst = 0;
        List<String> off = new ArrayList<>();
        for (int i = 0; i < golden.size(); i++) {
            for (Term term : Term.values()) {
                double[] expected = golden.get(i).trained().of(term);
                double[] found = term.of(scored.get(i));
                for (int number = 0; number < expected.length; number++) {
                    double difference = difference(found[number], expected[number]);
                    worst = Math.max(worst, difference);
                    if (!(difference <= tolerance)) {
                        off.add(String.format(
                                Locale.ROOT,
                                "%s of '%s' is %.6g, expected %.6g",
                                term.name(number),
                                golden.get(i).name(),
                                found[number],
                                expected[number]));
                    }
                }
            }
        }
        if (!off.isEmpty()) {
            throw refusal(
                    bundle,
                    String.format(
                            Locale.ROOT,
                            "%d terms are off by more than %.1g (provider %s), first: %s",
                            off.size(),
                            tolerance,
                            scorer.provider(),
                            off.get(0)));
        }
        return new Result(golden.size(), worst, tolerance);
    }

    private static double difference(double found, double expected) {
        double difference = Math.abs(found - expected) / Math.max(1, Math.abs(expected));
        return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
    }

    private static Refusal refusal(BundledModel bundle, String problem) {
        return new Refusal(
                "bundle " + bundle.folder() + ": golden.json: " + problem,
                "the graph does not compute what was trained: "
                        + bundle.manifest().remedy(),
                new GoldenMismatchException(problem));
    }
}
