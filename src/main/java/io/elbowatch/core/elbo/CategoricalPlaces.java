package io.elbowatch.core.elbo;

import io.elbowatch.core.elbo.PlaceLatent.Categorical;
import io.elbowatch.core.elbo.PlaceReferenceElbo.Terms;

/**
 * The terms of a place with a categorical latent: p(z) = π_z, p(f|z) = N(f; μ_z, σ_z²·I), z = 1 … K. The posterior is
 * exact, q(z|f) = π_z·N(f; μ_z, σ_z²·I) / p(f) by Bayes' rule, so that the bound of Kingma and Welling (equation 3) is
 * tight: nll + kl = −log p(f) = −log Σ_z π_z·N(f; μ_z, σ_z²·I).
 */
final class CategoricalPlaces implements PlaceReferenceElbo.Place {
    private final PlaceGrid grid;
    private final float[] features; // [D, h, w]
    private final double[][] means; // [D, K]: the distances to all codes are summed dimension by dimension
    private final float[] logWeights; // [K]
    private final float[] logVariances; // [K]

    CategoricalPlaces(PlaceGrid grid, Categorical latent, float[] features, PlaceExplanation.Codes codes) {
        int count = latent.codes();
        if (features.length != grid.size()
                || codes.means().length != count * grid.dimensions()
                || codes.logWeights().length != count
                || codes.logVariances().length != count) {
            throw new IllegalArgumentException(features.length + " features and " + codes.means().length
                    + " numbers of codes are not of " + grid + " and " + latent);
        }
        this.grid = grid;
        this.features = features;
        this.logWeights = codes.logWeights();
        this.logVariances = codes.logVariances();
        this.means = new double[grid.dimensions()][count];
        for (int z = 0; z < count; z++) {
            for (int d = 0; d < grid.dimensions(); d++) {
                means[d][z] = codes.means()[z * grid.dimensions() + d];
            }
        }
    }

    /** The nll of a perfect reconstruction by the narrowest code: D/2·log(2π·min σ_z²). */
    double floor() {
        double narrowest = Double.POSITIVE_INFINITY;
        for (float logVariance : logVariances) {
            narrowest = Math.min(narrowest, logVariance);
        }
        return normaliser(narrowest);
    }

    /**
     * nll = Σ_z q_z·(‖f − μ_z‖²/(2σ_z²) + D/2·log(2πσ_z²)), kl = Σ_z q_z·log(q_z/π_z). A code with q_z = 0 costs
     * nothing.
     */
    @Override
    public Terms terms(int row, int column) {
        double[] nlls = nlls(row, column);
        double evidence = logEvidence(nlls);
        double nll = 0;
        double kl = 0;
        for (int z = 0; z < nlls.length; z++) {
            double logPosterior = logWeights[z] - nlls[z] - evidence;
            double posterior = Math.exp(logPosterior);
            if (posterior != 0) {
                nll += posterior * nlls[z];
                kl += posterior * (logPosterior - logWeights[z]);
            }
        }
        return new Terms(nll, kl);
    }

    /** log p(f) = log Σ_z π_z·N(f; μ_z, σ_z²·I), the largest summand taken out. */
    private double logEvidence(double[] nlls) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int z = 0; z < nlls.length; z++) {
            largest = Math.max(largest, logWeights[z] - nlls[z]);
        }
        double sum = 0;
        for (int z = 0; z < nlls.length; z++) {
            sum += Math.exp(logWeights[z] - nlls[z] - largest);
        }
        return largest + Math.log(sum);
    }

    /** −log p(f|z) of all codes // [K] */
    private double[] nlls(int row, int column) {
        double[] nlls = new double[logWeights.length];
        for (int d = 0; d < grid.dimensions(); d++) {
            double f = features[(d * grid.height() + row) * grid.width() + column];
            double[] mean = means[d];
            for (int z = 0; z < nlls.length; z++) {
                nlls[z] += (f - mean[z]) * (f - mean[z]);
            }
        }
        for (int z = 0; z < nlls.length; z++) {
            nlls[z] = nlls[z] / (2 * Math.exp(logVariances[z])) + normaliser(logVariances[z]);
        }
        return nlls;
    }

    /** D/2·log(2πσ²). */
    private double normaliser(double logVariance) {
        return 0.5 * grid.dimensions() * (Math.log(2 * Math.PI) + logVariance);
    }
}
