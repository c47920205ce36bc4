/**
 * The terms of the evidence lower bound, and {@link io.elbowatch.core.elbo.ImageModel}, the port behind which something
 * computes them. {@link io.elbowatch.core.elbo.ReferenceElbo} computes them a second time, to compare with. An image has finite
 * terms or is refused; no image is refused for a model that is broken itself.
 */
package io.elbowatch.core.elbo;
