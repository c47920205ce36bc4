package io.elbowatch.core.evaluation;

import io.elbowatch.core.density.CalibrationSplit;
import io.elbowatch.core.density.Mixture;
import io.elbowatch.core.density.MixtureFit;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.statistics.Sample;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.JoinedRanks;
import io.elbowatch.core.verdict.Score;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The normal images of a calibration with their terms, in the order of their set, and the mixture that is fitted to one
 * half of them. The other half calibrates densities, so that there are two or more images.
 */
public final class CalibrationSet {
    private final List<Image> images;
    private final List<Image> calibrating;
    private final double beta;
    private final Mixture mixture;

    /** One image; its terms are finite. */
    public record Image(String name, String group, ElboTerms terms) {
        public Image {
            terms.notFinite().ifPresent(which -> {
                throw new IllegalArgumentException(name + " has a term that is not finite: " + which);
            });
        }
    }

    /**
     * Fits the mixture.
     *
     * @param images in their order; all have the same number of features
     * @param beta the weight of the KL term in the model's training
     */
    public CalibrationSet(List<Image> images, double beta) {
        if (images.size() < 2) {
            throw new IllegalArgumentException("a calibration needs two images or more, not " + images.size());
        }
        CalibrationSplit split = new CalibrationSplit(images.size());
        this.images = List.copyOf(images);
        this.beta = beta;
        this.calibrating = half(split, false);
        this.mixture = MixtureFit.of(half(split, true).stream()
                .map(image -> image.terms().features())
                .toList());
    }

    /** n: the number of images. */
    public int size() {
        return images.size();
    }

    /** The number of images to which the mixture is fitted. */
    public int fitted() {
        return images.size() - calibrating.size();
    }

    public double beta() {
        return beta;
    }

    public Mixture mixture() {
        return mixture;
    }

    /** The number of images in each group, in the order in which the groups appear. */
    public Map<String, Integer> groups() {
        Map<String, Integer> groups = new LinkedHashMap<>();
        images.forEach(image -> groups.merge(image.group(), 1, Integer::sum));
        return groups;
    }

    /** A number of every image, in their order // [n] */
    public double[] of(ToDoubleFunction<ElboTerms> number) {
        return images.stream().map(Image::terms).mapToDouble(number).toArray();
    }

    /** The images that calibrate a score, in their order. */
    public List<Image> calibrating(Score score) {
        return score.needsMixture() ? calibrating : images;
    }

    /** A score of every image that calibrates it, in their order // [n] or [m] */
    public double[] of(Score score) {
        return of(score, mixture);
    }

    /** As above, with the mixture of another calibration // [n] or [m] */
    double[] of(Score score, Mixture another) {
        return calibrating(score).stream()
                .mapToDouble(image -> score.of(image.terms(), beta, another))
                .toArray();
    }

    public Sample sample(Score score) {
        return Sample.of(of(score));
    }

    public Calibration toCalibration() {
        Map<Score, double[]> ascending = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            ascending.put(score, sample(score).ascending());
        }
        return new Calibration(ascending, joined(), mixture);
    }

    private double[] joined() {
        double[] locals =
                calibrating.stream().mapToDouble(image -> image.terms().local()).toArray();
        return JoinedRanks.of(of(Score.LOCAL), locals, of(Score.DENSITY));
    }

    private List<Image> half(CalibrationSplit split, boolean fitted) {
        return IntStream.range(0, images.size())
                .filter(i -> split.fitted(i) == fitted)
                .mapToObj(images::get)
                .toList();
    }
}
