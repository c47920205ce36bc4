package io.elbowatch.core.density;

import io.elbowatch.core.elbo.Features;
import java.util.ArrayList;
import java.util.List;

/**
 * Calibration images in ten folds of consecutive images. A mixture overestimates the density of the images that it was
 * fitted to; the density of each image therefore comes from a mixture that is fitted without its fold. Folds are runs,
 * because neighbouring images are alike. All mixtures have the same number of components, since densities of other numbers
 * of them are not comparable. {@code model/elbowatch_model/calibration.py} computes the same.
 *
 * @param images n, {@value #FOLDS} or more
 */
public record CalibrationFolds(int images) {
    private static final int FOLDS = 10;

    public CalibrationFolds {
        if (images < FOLDS) {
            throw new IllegalArgumentException(images + " images have no " + FOLDS + " folds");
        }
    }

    /** The fold of image i, 0 to 9. */
    public int of(int i) {
        return (int) ((long) i * FOLDS / images);
    }

    /** The mixture of all images, for further ones. @param features of all images, in their order // [n] */
    public Mixture mixture(List<Features> features) {
        return MixtureFit.of(features, components(features));
    }

    /** As many as the images without the largest fold determine. */
    private int components(List<Features> features) {
        return MixtureFit.components(
                images - (images + FOLDS - 1) / FOLDS, features.get(0).size());
    }

    /**
     * −log p of every image, by a mixture that is fitted without its fold.
     *
     * @param features of all images, in their order // [n]
     * @return in nats // [n]
     */
    public double[] densities(List<Features> features) {
        int components = components(features);
        double[] densities = new double[images];
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Features> others = new ArrayList<>();
            for (int i = 0; i < images; i++) {
                if (of(i) != fold) {
                    others.add(features.get(i));
                }
            }
            Mixture mixture = MixtureFit.of(others, components);
            for (int i = 0; i < images; i++) {
                if (of(i) == fold) {
                    densities[i] = mixture.density(features.get(i));
                }
            }
        }
        return densities;
    }
}
