package io.elbowatch.core.density;

import io.elbowatch.core.elbo.Features;
import java.util.Arrays;
import java.util.List;

/**
 * The fit of a mixture to the features of normal images by expectation–maximisation (Dempster, Laird and Rubin 1977;
 * Bishop 2006, "Pattern Recognition and Machine Learning", section 9.2.2). Nothing is random and the number of
 * iterations is fixed: the same images in the same order always give the same mixture.
 * {@code model/elbowatch_model/mixture.py} computes the same.
 */
public final class MixtureFit {
    private static final int MAX_COMPONENTS = 10;
    /** Fewer images a feature do not determine the covariance of a component. */
    private static final int IMAGES_PER_FEATURE = 8;

    private static final int ITERATIONS = 40;
    /** Added to every variance. Features are standardised, so that this is a share of the total variance. */
    private static final double RIDGE = 1e-3;
    /** A feature with a smaller standard deviation is not scaled. */
    private static final double CONSTANT = 1e-6;
    /** Keeps a component without images valid. */
    private static final double MIN_TOTAL = 1e-10;

    private final int images; // N
    private final int features; // F
    private final double[] centre; // [F]
    private final double[] scale; // [F]
    private final double[] points; // standardised, [N, F]
    private final double[] responsibilities; // [K, N]: an iteration reads one component after the other
    private final int components; // K

    private MixtureFit(List<Features> found, int components) {
        this.components = components;
        images = found.size();
        features = found.get(0).size();
        centre = new double[features];
        scale = new double[features];
        points = new double[images * features];
        for (int j = 0; j < features; j++) {
            standardise(j, found);
        }
        responsibilities = new double[components * images];
    }

    /** @param images the features of one or more images: finite, the same number for each */
    public static Mixture of(List<Features> images) {
        return of(images, components(images.size(), images.get(0).size()));
    }

    /** The same with this number of components. */
    static Mixture of(List<Features> images, int components) {
        return new Mixture(new MixtureFit(images, components).fit());
    }

    /** How many components so many images of so many features determine. */
    static int components(int images, int features) {
        return Math.max(1, Math.min(MAX_COMPONENTS, images / (IMAGES_PER_FEATURE * features)));
    }

    private MixtureParameters fit() {
        if (components == 1) {
            return new MixtureParameters(
                    centre, scale, new double[] {1}, new double[1][features], new double[][] {shrunk()});
        }
        int[] clusters = KMeans.clusters(points, features, components);
        for (int n = 0; n < images; n++) {
            responsibilities[clusters[n] * images + n] = 1;
        }
        MixtureParameters standard = maximise();
        for (int i = 0; i < ITERATIONS; i++) {
            expect(standard);
            standard = maximise();
        }
        return new MixtureParameters(centre, scale, standard.weights(), standard.means(), standard.covariances());
    }

    /** With one component there are few images a feature. */
    private double[] shrunk() {
        Arrays.fill(responsibilities, 1);
        double[] sample = sums(0, new double[features]);
        for (int i = 0; i < sample.length; i++) {
            sample[i] /= images;
        }
        return raised(ShrunkCovariance.of(points, sample, features));
    }

    private void standardise(int j, List<Features> found) {
        double sum = 0;
        for (Features image : found) {
            sum += image.get(j);
        }
        centre[j] = sum / images;
        double squares = 0;
        for (int n = 0; n < images; n++) {
            points[n * features + j] = found.get(n).get(j) - centre[j];
            squares += points[n * features + j] * points[n * features + j];
        }
        double deviation = Math.sqrt(squares / images);
        scale[j] = deviation < CONSTANT ? 1 : deviation;
        for (int n = 0; n < images; n++) {
            points[n * features + j] /= scale[j];
        }
    }

    /** Equation 9.23 of Bishop: the responsibility of every component for every image. */
    private void expect(MixtureParameters standard) {
        JointDensities joint = new JointDensities(standard);
        JointDensities.Scratch scratch = joint.scratch();
        for (int n = 0; n < images; n++) {
            joint.of(points, n * features, scratch);
            double all = joint.logSum(scratch);
            for (int k = 0; k < components; k++) {
                responsibilities[k * images + n] = Math.exp(scratch.joint()[k] - all);
            }
        }
    }

    /** Equations 9.24 to 9.26 of Bishop with raised variances, for standardised features. */
    private MixtureParameters maximise() {
        double[] totals = new double[components];
        double[][] means = new double[components][];
        double[][] covariances = new double[components][];
        for (int k = 0; k < components; k++) {
            totals[k] = MIN_TOTAL + total(k);
            means[k] = mean(k, totals[k]);
            covariances[k] = covariance(k, means[k], totals[k]);
        }
        double sum = Arrays.stream(totals).sum();
        double[] weights = Arrays.stream(totals).map(total -> total / sum).toArray();
        double[] ones = new double[features];
        Arrays.fill(ones, 1);
        return new MixtureParameters(new double[features], ones, weights, means, covariances);
    }

    private double total(int k) {
        double total = 0;
        for (int n = 0; n < images; n++) {
            total += responsibilities[k * images + n];
        }
        return total;
    }

    private double[] mean(int k, double total) {
        double[] mean = new double[features];
        for (int n = 0; n < images; n++) {
            double share = responsibilities[k * images + n];
            for (int j = 0; j < features; j++) {
                mean[j] += share * points[n * features + j];
            }
        }
        for (int j = 0; j < features; j++) {
            mean[j] /= total;
        }
        return mean;
    }

    /** The lower triangle, row by row. */
    private double[] covariance(int k, double[] mean, double total) {
        double[] sums = sums(k, mean);
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= total;
        }
        return raised(sums);
    }

    private double[] raised(double[] covariance) {
        for (int i = 0; i < features; i++) {
            covariance[InverseCholesky.at(i, i)] += RIDGE;
        }
        return covariance;
    }

    private double[] sums(int k, double[] mean) {
        double[] sums = new double[features * (features + 1) / 2];
        double[] deviations = new double[features];
        for (int n = 0; n < images; n++) {
            double share = responsibilities[k * images + n];
            if (share == 0) {
                continue; // true for most images where two components are far from each other
            }
            for (int j = 0; j < features; j++) {
                deviations[j] = points[n * features + j] - mean[j];
            }
            addProducts(share, deviations, sums);
        }
        return sums;
    }

    private static void addProducts(double share, double[] deviations, double[] sums) {
        int row = 0;
        for (int i = 0; i < deviations.length; i++) {
            double shared = share * deviations[i];
            for (int j = 0; j <= i; j++) {
                sums[row + j] += shared * deviations[j];
            }
            row += i + 1;
        }
    }
}
