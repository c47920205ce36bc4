package io.elbowatch.core.elbo;

import java.util.Optional;

/** All outputs of a graph for one image in one run: the terms, and the numbers from which they were computed. */
public sealed interface ModelOutput permits PixelOutput, PlaceOutput {

    /** The terms, in single precision. */
    ElboTerms terms();

    /** q(z|x) of a Gaussian latent; empty for a categorical one. */
    Optional<GaussianPosterior> posterior();
}
