package io.elbowatch.core.elbo;

/** The latent z of one place of a {@link PlaceForm}, with its prior p(z) and likelihood p(f|z). */
public sealed interface PlaceLatent {

    /** @throws IllegalArgumentException if its parameters are too many for an array */
    void check(PlaceGrid grid);

    /**
     * z is one of K codes: p(z) = π_z, p(f|z) = N(f; μ_z, σ_z²·I). The posterior is exact, so that the bound is tight.
     *
     * @param codes K, positive
     */
    record Categorical(int codes) implements PlaceLatent {
        public Categorical {
            if (codes < 1) {
                throw new IllegalArgumentException("a categorical latent has at least one code, not " + codes);
            }
        }

        @Override
        public void check(PlaceGrid grid) {
            if (!PlaceGrid.fits(codes, grid.dimensions(), 1)) {
                throw new IllegalArgumentException(
                        "impossible codes: " + codes + " of " + grid.dimensions() + " dimensions");
            }
        }
    }

    /**
     * z is a vector: p(z) = N(0, I), p(f|z) = N(f; m(z), diag s²), with the noise s² for all places.
     *
     * @param channels L, its dimensions, positive
     */
    record Gaussian(int channels) implements PlaceLatent {
        public Gaussian {
            if (channels < 1) {
                throw new IllegalArgumentException("a Gaussian latent has at least one channel, not " + channels);
            }
        }

        @Override
        public void check(PlaceGrid grid) {
            if (!PlaceGrid.fits(channels, grid.height(), grid.width())) {
                throw new IllegalArgumentException("impossible latent of " + channels + " channels at " + grid.height()
                        + "x" + grid.width() + " places");
            }
        }
    }
}
