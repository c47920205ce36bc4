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
 * The normal images of a calibration with their terms, in the order of their set, and the mixture that is fitted to one half of
 * them. The other half calibrates densities, so there are at least two.
 */
public final class CalibrationSet {
    private final List<Image> images;
    private final List<Image> calibrating;
    private final double beta;
    private final Mixture mixture;

    /** One of them; its terms are finite. */
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
     * @param images in their order; all have as many features
     * @param beta the weight of the KL term that the model was trained with
     */
    public CalibrationSet(List<Image> images, double beta) {
        if (images.size() < 2) {
            throw new IllegalArgumentException("two images at least, not " + images.size());
        }
        CalibrationSplit halves = new CalibrationSplit(images.size());
        this.images = List.copyOf(images);
        this.beta = beta;
        this.calibrating = half(halves, false);
        this.mixture = MixtureFit.of(half(halves, true).stream()
                .map(image -> image.terms().features())
                .toList());
    }

    /** n. */
    public int size() {
        return images.size();
    }

    /** How many of them the mixture is fitted to. */
    public int fitted() {
        return images.size() - calibrating.size();
    }

    public double beta() {
        return beta;
    }

    public Mixture mixture() {
        return mixture;
    }

    /** How many images each group has, in the order in which the groups appear. */
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

    /** As above, by the mixture of another calibration // [n] or [m] */
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

    private List<Image> half(CalibrationSplit halves, boolean fitted) {
        return IntStream.range(0, images.size())
                .filter(i -> halves.fitted(i) == fitted)
                .mapToObj(images::get)
                .toList();
    }
}
