package io.elbowatch.lab.demo;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.Rejection;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evaluation.SetScorer;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.service.LoadedModel;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Compares the first images of a set with the calibration of a bundle. Images like those of the calibration are
 * anomalous at the rate α: if half of them are, either the bundle does not fit or the set begins with anomalies.
 */
final class BundleFit {
    static final int IMAGES = 40;

    /** Fewer images may all be anomalies. */
    private static final int MIN_IMAGES = 3;

    private final LoadedModel loaded;
    private int scored;
    private int anomalous;
    private int rejected;
    private String firstRejection = "";
    private long nanos; // to read, decode and score them

    private BundleFit(LoadedModel loaded) {
        this.loaded = loaded;
    }

    /**
     * Scores the first images.
     *
     * @param clock nanoseconds, as {@link System#nanoTime}
     * @throws Refusal when none of them can be used
     * @throws io.elbowatch.core.dataset.ImageSetException when reading the set fails
     */
    static BundleFit of(ImageSet set, LoadedModel loaded, DecodeLimits limits, LongSupplier clock) {
        BundleFit fit = new BundleFit(loaded);
        ImageDecoder decoder = new ImageDecoder(loaded.bundle().manifest().toPreprocessing(), limits);
        long started = clock.getAsLong();
        new SetScorer(decoder, loaded.model()).score(new FirstImages(set, IMAGES), fit::add);
        fit.nanos = clock.getAsLong() - started;
        fit.requireUsable();
        return fit;
    }

    private void add(ScoredImage image) {
        if (image.scoring() instanceof Scoring.Scored result) {
            scored++;
            anomalous += loaded.judge().judge(result.terms()).anomalous() ? 1 : 0;
        } else if (image.scoring() instanceof Scoring.Refused refused) {
            Rejection rejection = refused.rejection();
            firstRejection = rejected == 0
                    ? image.name() + ": " + rejection.reason().label() + ": " + rejection.detail()
                    : firstRejection;
            rejected++;
        }
    }

    private void requireUsable() {
        if (scored == 0) {
            throw new Refusal(
                    "none of the first " + rejected + " images can be used: " + firstRejection,
                    "give images that the bundle takes: PNG or JPEG of any size, or raw pixels of "
                            + loaded.model().shape());
        }
    }

    /** How many of these images the machine reads, decodes and scores in a second, by one thread. */
    double imagesPerSecond() {
        return (scored + rejected) / (nanos / 1e9);
    }

    /** What to tell the user about this set, in lines; none if it fits. */
    List<String> doubts(String path) {
        if (scored < MIN_IMAGES || 2 * anomalous < scored) {
            return List.of();
        }
        String name = loaded.bundle().manifest().name();
        return List.of(
                String.format(
                        Locale.ROOT,
                        "warning: %d of the first %d images are anomalous: the bundle %s does not fit them, because it is"
                                + " calibrated on other images, or the set begins with anomalies",
                        anomalous,
                        scored,
                        name),
                "  fix: './elbowatch start " + path
                        + "' calibrates on the first of these images by itself, without training;"
                        + " model/make_bundle.py trains a bundle on them; if the bundle was trained on such images,"
                        + " './elbowatch calibrate' calibrates it again");
    }
}
