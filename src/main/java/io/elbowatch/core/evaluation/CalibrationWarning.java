package io.elbowatch.core.evaluation;

import io.elbowatch.core.verdict.Reach;
import io.elbowatch.core.verdict.Score;
import java.util.List;
import java.util.Locale;

/**
 * A sign that calibration images are unsuitable. It never prevents the calibration, since the images may be suitable
 * nevertheless.
 */
public sealed interface CalibrationWarning {

    /** One sentence for the person who chose the images. */
    String sentence();

    /**
     * The scores are distributed differently than in the present calibration.
     *
     * @param statistic of Kolmogorov and Smirnov
     * @param critical the value that it exceeds by chance once in a thousand cases
     * @param lower whether the median is lower now, as that of images is to which the model was fitted
     */
    record Shifted(Score score, double statistic, double critical, boolean lower) implements CalibrationWarning {
        @Override
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "%s is distributed otherwise than in the present calibration: Kolmogorov-Smirnov distance %.3f, by chance"
                            + " above %.3f once in a thousand; images, camera or preprocessing differ%s",
                    score.label(),
                    statistic,
                    critical,
                    lower ? ", or the model was made of these images: then give others, later ones score higher" : "");
        }
    }

    /**
     * Neighbours in the set have similar scores.
     *
     * @param correlation the autocorrelation at lag one
     * @param limit 4/√n, which independent images hardly reach
     */
    record Correlated(Score score, double correlation, double limit) implements CalibrationWarning {
        @Override
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "%s of neighbouring images is alike: correlation %.3f, of independent images below %.3f; with runs of"
                            + " alike images n counts for less than it looks",
                    score.label(),
                    correlation,
                    limit);
        }
    }

    /**
     * Many images hardly differ from an earlier one.
     *
     * @param alike the number of these images
     * @param acrossFolds how many of them are alike to an image of another fold
     * @param images n
     * @param alpha the lowest α that the others support
     */
    record Alike(int alike, int acrossFolds, int images, double alpha) implements CalibrationWarning {
        @Override
        public String sentence() {
            int distinct = images - alike;
            return String.format(
                    Locale.ROOT,
                    "%d of %d images are alike: they differ from an earlier one by at most half a level a pixel on average,"
                            + " as if the camera stood still%s; without them %d remain, which %s",
                    alike,
                    images,
                    acrossFolds == 0
                            ? ""
                            : "; " + acrossFolds + " of them resemble one of another fold, whose model knows them",
                    distinct,
                    alpha < 1 ? "support alpha " + Reach.plain(alpha) + " and above" : "support no alpha");
        }
    }

    /**
     * All images are equally bright.
     *
     * @param deviation of the mean levels, of 255
     */
    record EquallyBright(double deviation) implements CalibrationWarning {
        @Override
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "all images are equally bright: their mean levels have a standard deviation of %.2f of 255; images in"
                            + " slightly other light will be anomalous, so calibrate on images of a whole day",
                    deviation);
        }
    }

    /**
     * Some images are far from all others.
     *
     * @param count the number of these images
     * @param names of the first ones, in the order of the set
     */
    record Outlying(Score score, int count, List<String> names) implements CalibrationWarning {
        public Outlying {
            names = List.copyOf(names);
        }

        @Override
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "%s of %d %s lies more than 8 interquartile ranges from the median; are they normal? Look at %s",
                    score.label(),
                    count,
                    count == 1 ? "image" : "images",
                    String.join(", ", names));
        }
    }

    /**
     * Sources have too few images for α, so that all images judge theirs.
     *
     * @param count the number of these sources
     * @param sources the first of them, with the number of their images
     * @param needed the number that α needs
     */
    record SmallGroups(int count, List<String> sources, double alpha, long needed) implements CalibrationWarning {
        public SmallGroups {
            sources = List.copyOf(sources);
        }

        @Override
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "%d %s fewer images than alpha %s needs, %d: images of %s are compared with those of all sources; give"
                            + " more of them, or raise alpha",
                    count,
                    count == 1 ? "source has" : "sources have",
                    Reach.plain(alpha),
                    needed,
                    String.join(", ", sources));
        }
    }

    /**
     * The scores of sources are distributed like those of all others, as far as their number of images tells.
     *
     * @param sources their names
     */
    record NoGain(List<String> sources) implements CalibrationWarning {
        public NoGain {
            sources = List.copyOf(sources);
        }

        @Override
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "the scores of %s do not differ from those of the other sources: a calibration of %s own gains nothing,"
                            + " and reaches a lower alpha only when pooled",
                    String.join(", ", sources),
                    sources.size() == 1 ? "its" : "their");
        }
    }
}
