package io.elbowatch.core.density;

import io.elbowatch.core.elbo.Features;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Calibration images in ten folds of consecutive images. A mixture overestimates the density of the images that it was
 * fitted to; the density of each image therefore comes from a mixture that is fitted without its fold. Folds are runs,
 * because neighbouring images are alike. All mixtures have the same number of components, since densities of other numbers
 * of them are not comparable. {@code model/elbowatch_model/calibration.py} computes the same.
 */
public final class CalibrationFolds {
    private static final int FOLDS = 10;
    /** Two for each fold. */
    private static final int LEAST_OF_SOURCE = 2 * FOLDS;

    private final int[] folds; // [n]

    private CalibrationFolds(int[] folds) {
        if (folds.length < FOLDS) {
            throw new IllegalArgumentException(folds.length + " images have no " + FOLDS + " folds");
        }
        this.folds = folds;
    }

    /** Of images of one source. @param images n, {@value #FOLDS} or more */
    public CalibrationFolds(int images) {
        this(IntStream.range(0, images).map(i -> fold(i, images)).toArray());
    }

    /**
     * The images of each source are spread over all folds. Otherwise folds would leave out whole sources, and a mixture
     * without a source finds its images more unusual than the mixture of all images finds further ones. Images without a
     * source and those of sources with few images count as one source.
     *
     * @param sources the source of each image, in their order // [n]
     */
    public static CalibrationFolds ofSources(List<Optional<String>> sources) {
        Map<String, Integer> sizes = new HashMap<>();
        sources.forEach(source -> source.ifPresent(name -> sizes.merge(name, 1, Integer::sum)));
        List<Optional<String>> own = sources.stream()
                .map(source -> source.filter(name -> sizes.get(name) >= LEAST_OF_SOURCE))
                .toList();
        int rest = (int) own.stream().filter(Optional::isEmpty).count();
        Map<Optional<String>, Integer> seen = new HashMap<>();
        int[] folds = new int[own.size()];
        for (int i = 0; i < folds.length; i++) {
            int position = seen.merge(own.get(i), 1, Integer::sum) - 1;
            folds[i] = fold(position, own.get(i).map(sizes::get).orElse(rest));
        }
        return new CalibrationFolds(folds);
    }

    private static int fold(int position, int images) {
        return (int) ((long) position * FOLDS / images);
    }

    /** The fold of image i, 0 to 9. */
    public int of(int i) {
        return folds[i];
    }

    /** The mixture of all images, for further ones. @param features of all images, in their order // [n] */
    public Mixture mixture(List<Features> features) {
        return MixtureFit.of(features, components(features));
    }

    /** As many as the images without the largest fold determine. */
    private int components(List<Features> features) {
        int[] sizes = new int[FOLDS];
        for (int fold : folds) {
            sizes[fold]++;
        }
        int largest = Arrays.stream(sizes).max().orElseThrow();
        return MixtureFit.components(folds.length - largest, features.get(0).size());
    }

    /**
     * −log p of every image, by a mixture that is fitted without its fold.
     *
     * @param features of all images, in their order // [n]
     * @return in nats // [n]
     */
    public double[] densities(List<Features> features) {
        int components = components(features);
        double[] densities = new double[folds.length];
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Features> others = new ArrayList<>();
            for (int i = 0; i < folds.length; i++) {
                if (folds[i] != fold) {
                    others.add(features.get(i));
                }
            }
            Mixture mixture = MixtureFit.of(others, components);
            for (int i = 0; i < folds.length; i++) {
                if (folds[i] == fold) {
                    densities[i] = mixture.density(features.get(i));
                }
            }
        }
        return densities;
    }
}
