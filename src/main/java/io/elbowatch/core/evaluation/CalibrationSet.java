package io.elbowatch.core.evaluation;

import io.elbowatch.core.density.CalibrationFolds;
import io.elbowatch.core.density.Mixture;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.Features;
import io.elbowatch.core.statistics.Sample;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.JoinedTurns;
import io.elbowatch.core.verdict.Reach;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Tail;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The normal images of a calibration with their terms, in the order of their set, and the mixture that is fitted to them.
 * The density that calibrates is by a mixture that is fitted without the image ({@link CalibrationFolds}). There are at
 * least {@value Reach#LEAST_IMAGES} images.
 */
public final class CalibrationSet {
    private final List<Image> images;
    private final double beta;
    private final Mixture mixture;
    private final double[] densities; // [n]

    /**
     * One image; its terms are finite.
     *
     * @param group such as its folder
     * @param source whose group it calibrates; empty for an image that calibrates with all others alone
     */
    public record Image(String name, String group, Optional<String> source, ElboTerms terms) {
        public Image(String name, String group, ElboTerms terms) {
            this(name, group, Optional.empty(), terms);
        }

        public Image {
            terms.notFinite().ifPresent(which -> {
                throw new IllegalArgumentException(name + " has a term that is not finite: " + which);
            });
        }
    }

    /**
     * A part of the images, as calibration.json names it.
     *
     * @param ofSource whether it has the images of one source, which calibrate for this source if they are enough
     */
    public record Group(String name, int images, boolean ofSource) {}

    /**
     * Fits the mixtures.
     *
     * @param images in their order; all have the same number of features
     * @param beta the weight of the KL term in the model's training
     */
    public CalibrationSet(List<Image> images, double beta) {
        if (images.size() < Reach.LEAST_IMAGES) {
            throw new IllegalArgumentException(
                    "a calibration needs " + Reach.LEAST_IMAGES + " images or more, not " + images.size());
        }
        this.images = List.copyOf(images);
        this.beta = beta;
        List<Features> features =
                images.stream().map(image -> image.terms().features()).toList();
        CalibrationFolds folds =
                CalibrationFolds.ofSources(images.stream().map(Image::source).toList());
        this.mixture = folds.mixture(features);
        this.densities =
                Arrays.stream(folds.densities(features)).map(Score::single).toArray();
    }

    /** n: the number of images. */
    public int size() {
        return images.size();
    }

    /** The images, in their order. */
    public List<Image> images() {
        return images;
    }

    public double beta() {
        return beta;
    }

    public Mixture mixture() {
        return mixture;
    }

    /** The sources of its images, and the groups of images without a source, in the order in which they appear. */
    public List<Group> groups() {
        Map<Group, Integer> sizes = new LinkedHashMap<>();
        for (Image image : images) {
            Group group = new Group(
                    image.source().orElse(image.group()), 0, image.source().isPresent());
            sizes.merge(group, 1, Integer::sum);
        }
        return sizes.entrySet().stream()
                .map(entry ->
                        new Group(entry.getKey().name(), entry.getValue(), entry.getKey().ofSource()))
                .toList();
    }

    /** The number of images of each source, in the order in which they appear; empty for a set without sources. */
    public Map<String, Integer> sources() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        groups().stream().filter(Group::ofSource).forEach(group -> sizes.put(group.name(), group.images()));
        return sizes;
    }

    /** A number of every image, in their order // [n] */
    public double[] of(ToDoubleFunction<ElboTerms> number) {
        return images.stream().map(Image::terms).mapToDouble(number).toArray();
    }

    /** A score of every image as it calibrates, in their order // [n] */
    public double[] of(Score score) {
        return score.needsMixture() ? densities.clone() : of(score, mixture);
    }

    /** As of further images, with the mixture of another calibration // [n] */
    double[] of(Score score, Mixture another) {
        return images.stream()
                .mapToDouble(image -> score.of(image.terms(), beta, another))
                .toArray();
    }

    public Sample sample(Score score) {
        return Sample.of(of(score));
    }

    public Calibration toCalibration() {
        return toCalibration(Map.of());
    }

    /** Of the scores that have one. @throws IllegalArgumentException when a score of the decider has none, saying why */
    public Map<Score, Tail> tails(Decider decider) {
        Map<Score, Tail> tails = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            if (score.sides().size() > 1) {
                continue; // α of two sides would be extrapolated twice
            }
            try {
                tails.put(score, Tail.of(sample(score).ascending()));
            } catch (IllegalArgumentException e) {
                if (decider.scores().contains(score)) {
                    throw new IllegalArgumentException(
                            "the tail of " + score.label() + " cannot be extrapolated: " + e.getMessage(), e);
                }
            }
        }
        return tails;
    }

    /** @param tails for an α out of reach, or none */
    public Calibration toCalibration(Map<Score, Tail> tails) {
        int[] all = IntStream.range(0, size()).toArray();
        Calibration pooled = new Calibration(ascending(all), shares(all), mixture, tails);
        return pooled.withGroups(groups().stream()
                .filter(group -> group.ofSource() && group.images() >= Reach.LEAST_IMAGES)
                .map(group -> {
                    int[] own = of(group.name());
                    return pooled.ofGroup(group.name(), ascending(own), shares(own));
                })
                .toList());
    }

    /** The indices of the images of a source. */
    private int[] of(String source) {
        return IntStream.range(0, size())
                .filter(i -> images.get(i).source().filter(source::equals).isPresent())
                .toArray();
    }

    private Map<Score, double[]> ascending(int[] which) {
        Map<Score, double[]> ascending = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            ascending.put(score, Sample.of(pick(of(score), which)).ascending());
        }
        return ascending;
    }

    private double[] shares(int[] which) {
        return JoinedTurns.shares(pick(of(Score.LOCAL), which), pick(densities, which));
    }

    private static double[] pick(double[] values, int[] which) {
        return Arrays.stream(which).mapToDouble(i -> values[i]).toArray();
    }
}
