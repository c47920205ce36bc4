package io.elbowatch.core.evaluation;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.statistics.Sample;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Score;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The normal images of a calibration with their terms, in the order of their set; at least one.
 *
 * @param images in their order
 * @param beta the weight of the KL term that the model was trained with
 */
public record CalibrationSet(List<Image> images, double beta) {

    /** One of them; its terms are finite. */
    public record Image(String name, String group, ElboTerms terms) {
        public Image {
            if (!terms.finite()) {
                throw new IllegalArgumentException(name + " has a term that is not finite: " + terms);
            }
        }
    }

    public CalibrationSet {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("no images to calibrate with");
        }
        images = List.copyOf(images);
    }

    /** n. */
    public int size() {
        return images.size();
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

    /** A score of every image, in their order // [n] */
    public double[] of(Score score) {
        return of(terms -> score.of(terms, beta));
    }

    public Sample sample(Score score) {
        return Sample.of(of(score));
    }

    public Calibration toCalibration() {
        Map<Score, double[]> ascending = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            ascending.put(score, sample(score).ascending());
        }
        return new Calibration(ascending);
    }
}
