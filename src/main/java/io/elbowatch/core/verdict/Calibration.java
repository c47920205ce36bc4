package io.elbowatch.core.verdict;

import io.elbowatch.core.density.Mixture;
import io.elbowatch.core.statistics.Sample;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The scores of held-out normal images, against which every image is ranked, and the mixture that gives densities. All
 * scores are of the same n images; each has a density by a mixture that was fitted without it. In an older calibration
 * the density has fewer scores: the mixture was fitted to some of the images, and only the others calibrate it.
 */
public final class Calibration {
    private final Map<Score, SortedScores> scores;
    private final Joined joined;
    private final Mixture mixture;
    private final int images;
    private final Map<Score, Tail> tails;
    private final Optional<String> group;
    private final long fingerprint;
    private final Map<String, Calibration> groups;

    /**
     * @param ascending for every {@link Score} its n values in ascending order, n ≥ 1; 1 to n values of the density
     * @param joined {@link JoinedTurns#shares}, with fewer densities the smaller p-value of {@code local} and {@code
     *     density}; of the images that calibrate the density, in ascending order
     * @param mixture gives densities
     * @throws IllegalArgumentException naming the score that is missing, empty, unsorted or not finite
     */
    public Calibration(Map<Score, double[]> ascending, double[] joined, Mixture mixture) {
        this(ascending, joined, mixture, Map.of());
    }

    /** With tails, for an α below that of {@link #lowestAlpha}. @throws IllegalArgumentException as above */
    public Calibration(Map<Score, double[]> ascending, double[] joined, Mixture mixture, Map<Score, Tail> tails) {
        this(ascending, joined, mixture, tails, Optional.empty());
    }

    private Calibration(
            Map<Score, double[]> ascending,
            double[] joined,
            Mixture mixture,
            Map<Score, Tail> tails,
            Optional<String> group) {
        this.scores = new EnumMap<>(Score.class);
        this.tails = Map.copyOf(tails);
        this.mixture = Objects.requireNonNull(mixture, "mixture");
        this.group = group;
        this.groups = Map.of();
        for (Score score : Score.values()) {
            scores.put(score, sorted(score.label(), ascending.get(score)));
        }
        images = scores.get(Score.ELBO).size();
        scores.forEach((score, sorted) -> {
            if (score.needsMixture() ? sorted.size() > images : sorted.size() != images) {
                throw new IllegalArgumentException(
                        "'" + score.label() + "' has " + sorted.size() + " calibration scores, 'elbo' has " + images);
            }
        });
        SortedScores sorted = sorted(Decider.DEFAULT.label(), joined);
        int densities = scores.get(Score.DENSITY).size();
        if (joined.length != densities) {
            throw new IllegalArgumentException(
                    "'default' has " + joined.length + " calibration ranks, 'density' has " + densities + " scores");
        }
        if (joined[0] <= 0 || joined[joined.length - 1] > 1) {
            throw new IllegalArgumentException("'default' has a calibration rank that is not above 0 and at most 1");
        }
        this.joined = crossFitted()
                ? new JoinedTurns(scores.get(Score.LOCAL), scores.get(Score.DENSITY), joined)
                : new JoinedHalves(scores.get(Score.LOCAL), scores.get(Score.DENSITY), sorted);
        long hash = sorted.fingerprint();
        for (SortedScores each : scores.values()) {
            hash = 31 * hash + each.fingerprint();
        }
        this.fingerprint = hash;
    }

    /** The same calibration with these groups. */
    private Calibration(Calibration pooled, Map<String, Calibration> groups) {
        this.scores = pooled.scores;
        this.joined = pooled.joined;
        this.mixture = pooled.mixture;
        this.images = pooled.images;
        this.tails = pooled.tails;
        this.group = pooled.group;
        this.fingerprint = pooled.fingerprint;
        this.groups = groups;
    }

    /**
     * This calibration with those of groups of its images, by the name of their source (Mondrian conformal prediction).
     *
     * @param ofGroups of {@link #ofGroup}, with different names
     * @throws IllegalArgumentException when two have one name, or all together have more images than this calibration
     */
    public Calibration withGroups(Collection<Calibration> ofGroups) {
        Map<String, Calibration> named = new LinkedHashMap<>();
        long sum = 0;
        for (Calibration one : ofGroups) {
            String name = one.group.orElseThrow();
            if (named.put(name, one) != null) {
                throw new IllegalArgumentException("two groups are named '" + name + "'");
            }
            sum += one.images;
        }
        if (sum > images) {
            throw new IllegalArgumentException("the groups have " + sum + " images, and all together " + images);
        }
        return new Calibration(this, Collections.unmodifiableMap(named));
    }

    /**
     * The calibration of a group of these images: the same mixture, no tails, and p-values against images of the group
     * alone. Its scores are those that its images have among all, of which each has a density by a mixture without it.
     *
     * @param ascending for every score its values, as of this calibration
     * @param shares {@link JoinedTurns#shares} of the group's images
     * @throws IllegalArgumentException naming the group and what is wrong
     */
    public Calibration ofGroup(String name, Map<Score, double[]> ascending, double[] shares) {
        Calibration calibration;
        try {
            calibration = new Calibration(ascending, shares, mixture, Map.of(), Optional.of(name));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("group '" + name + "': " + e.getMessage(), e);
        }
        if (!calibration.crossFitted()) {
            throw new IllegalArgumentException("group '" + name + "' has "
                    + calibration.images(Decider.DENSITY) + " scores of 'density', and " + calibration.images
                    + " images");
        }
        return calibration;
    }

    private static SortedScores sorted(String name, double[] ascending) {
        if (ascending == null || ascending.length == 0) {
            throw new IllegalArgumentException("no calibration scores of '" + name + "'");
        }
        try {
            return new SortedScores(ascending);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + name + "': " + e.getMessage(), e);
        }
    }

    /** The calibrations of groups of the images, by the name of their source, in the order of the file; mostly none. */
    public Map<String, Calibration> groups() {
        return groups;
    }

    /** What a verdict says of this calibration when this decider decides. */
    CalibrationStamp stamp(Decider decider) {
        return new CalibrationStamp(group, images(decider));
    }

    /** The same for the same scores alone: p-values of calibrations with different ones are not comparable. */
    public long fingerprint() {
        return fingerprint;
    }

    /** n: the number of scored images. */
    public int images() {
        return images;
    }

    /** The number of images that calibrate a decider: the smallest number for any of its scores. */
    public int images(Decider decider) {
        return decider.scores().stream()
                .mapToInt(score -> scores.get(score).size())
                .min()
                .orElseThrow();
    }

    /** Whether every image calibrates the density, by a mixture that was fitted without it. */
    public boolean crossFitted() {
        return scores.get(Score.DENSITY).size() == images;
    }

    /** The lowest α at which a decider can call an image anomalous that is far beyond all calibration images. */
    public double lowestAlpha(Decider decider) {
        return decider.joins() ? joined.lowestAlpha() : decider.sides() / (images(decider) + 1.0);
    }

    /** The tails of the scores by which α can be extrapolated; empty unless the calibration was asked for them. */
    public Map<Score, Tail> tails() {
        return tails;
    }

    /** The lowest α that the tails of a decider's scores allow; {@link #lowestAlpha} without them. */
    double lowestExtrapolatedAlpha(Decider decider) {
        double lowest = lowestAlpha(decider);
        return tails.keySet().containsAll(decider.scores()) ? lowest / Tail.FURTHEST : lowest;
    }

    /** By the tails: the p-value of an image above all calibration images in a score; 1 for other images and scores. */
    double tailPValue(Score score, double value) {
        Tail tail = tails.get(score);
        boolean beyond = tail != null && value > scores.get(score).highest(1);
        return beyond ? tail.pValue(value, scores.get(score).size()) : 1;
    }

    /** By the tails: the score above which an image is anomalous; ∞ for a score without one. */
    double tailThreshold(Score score, double alpha) {
        Tail tail = tails.get(score);
        return tail == null
                ? Double.POSITIVE_INFINITY
                : Math.max(
                        scores.get(score).highest(1),
                        tail.score(alpha, scores.get(score).size()));
    }

    public Mixture mixture() {
        return mixture;
    }

    /** The score below which a share q of the calibration images lies, 0 ≤ q ≤ 1. */
    public double quantile(Score score, double q) {
        return scores.get(score).quantile(q);
    }

    /** The score above which an image is anomalous by this score alone, one-sided, at a false-alarm rate α. */
    public double upperThreshold(Score score, double alpha) {
        return scores.get(score).upperThreshold(alpha);
    }

    /** The score below which an image is anomalous by this score alone, one-sided, at a false-alarm rate α. */
    public double lowerThreshold(Score score, double alpha) {
        return scores.get(score).lowerThreshold(alpha);
    }

    /** The score above which {@link Decider#DEFAULT} calls an image anomalous, whatever its other score is. */
    double joinedThreshold(Score score, double alpha) {
        return joined.upperThreshold(score, alpha);
    }

    /** A score of the images that calibrate it. */
    public Sample sample(Score score) {
        return scores.get(score).sample();
    }

    /** What {@link Decider#DEFAULT} ranks by, of the images that calibrate the density. */
    public Sample joinedSample() {
        return joined.sample();
    }

    /** The p-value of an image's score alone. */
    double pValue(Score score, double value) {
        SortedScores sorted = scores.get(score);
        return score.sides().size() == 1 ? sorted.upper(value) : sorted.twoSided(value);
    }

    /** The p-value of {@link Decider#DEFAULT}. */
    double joinedPValue(double local, double density) {
        return joined.pValue(local, density);
    }
}
