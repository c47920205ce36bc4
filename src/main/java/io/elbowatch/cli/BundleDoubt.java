package io.elbowatch.cli;

import java.util.Locale;
import java.util.Optional;

/**
 * The doubt that a bundle was calibrated on images like the scored ones. Images like the calibration's are anomalous at
 * the rate α, so nine in ten of at least ten are as good as impossible.
 */
final class BundleDoubt {
    private static final int MIN_IMAGES = 10;

    private int scored;
    private int anomalous;

    /** Counts an image that is normal, or that nobody calls an anomaly. */
    void add(boolean isAnomalous) {
        scored++;
        anomalous += isAnomalous ? 1 : 0;
    }

    /**
     * What the user can do, in one sentence; empty where there is no doubt.
     *
     * @param labelled whether the user says which images are normal
     * @param bundle as a user gives it to {@code --bundle}
     * @param images as the user gave them
     */
    Optional<String> sentence(boolean labelled, String bundle, String images) {
        if (scored < MIN_IMAGES || 10L * anomalous < 9L * scored) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "warning: %d of %d%s images are anomalous, so the bundle %s does not fit them%s: calibrate it on normal"
                        + " images of yours ('./elbowatch calibrate --bundle %s --images NORMAL --out mine'), train one"
                        + " (model/make_bundle.py), or try './elbowatch start %s'",
                anomalous,
                scored,
                labelled ? " normal" : "",
                bundle,
                labelled ? "" : ", unless they are anomalies",
                bundle,
                images));
    }
}
