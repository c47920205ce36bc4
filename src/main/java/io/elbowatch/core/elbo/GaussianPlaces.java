package io.elbowatch.core.elbo;

import io.elbowatch.core.elbo.PlaceLatent.Gaussian;
import io.elbowatch.core.elbo.PlaceReferenceElbo.Terms;

/**
 * The terms of a place with a Gaussian latent, at the mean of its posterior: p(z) = N(0, I), p(f|z) = N(f; m(z), diag
 * s²) (Kingma and Welling, appendices B and C.2).
 */
final class GaussianPlaces implements PlaceReferenceElbo.Place {
    private final PlaceGrid grid;
    private final int channels; // L
    private final float[] features; // [D, h, w]
    private final PlaceExplanation.Decoded decoded;

    GaussianPlaces(PlaceGrid grid, Gaussian latent, float[] features, PlaceExplanation.Decoded decoded) {
        if (features.length != grid.size()
                || decoded.means().length != grid.size()
                || decoded.noiseLogVariances().length != grid.dimensions()
                || decoded.latents().size() != latent.channels() * grid.places()) {
            throw new IllegalArgumentException(features.length + " features, " + decoded.means().length
                    + " decoded means and " + decoded.latents().size() + " latents are not of " + grid + " and "
                    + latent);
        }
        this.grid = grid;
        this.channels = latent.channels();
        this.features = features;
        this.decoded = decoded;
    }

    /** The nll of a perfect reconstruction: Σ_d ½·log 2πs_d². */
    double floor() {
        double sum = 0;
        for (float logVariance : decoded.noiseLogVariances()) {
            sum += 0.5 * (Math.log(2 * Math.PI) + logVariance);
        }
        return sum;
    }

    /** nll = Σ_d ½·((f_d − m_d)²/s_d² + log 2πs_d²), kl = Σ ½·(μ² + σ² − log σ² − 1). */
    @Override
    public Terms terms(int row, int column) {
        double nll = 0;
        for (int d = 0; d < grid.dimensions(); d++) {
            int i = index(d, row, column);
            double error = (double) features[i] - decoded.means()[i];
            double logVariance = decoded.noiseLogVariances()[d];
            nll += 0.5 * (error * error / Math.exp(logVariance) + Math.log(2 * Math.PI) + logVariance);
        }
        double kl = 0;
        for (int d = 0; d < channels; d++) {
            kl += decoded.latents().kl(index(d, row, column));
        }
        return new Terms(nll, kl);
    }

    private int index(int channel, int row, int column) {
        return (channel * grid.height() + row) * grid.width() + column;
    }
}
