/**
 * The terms of the evidence lower bound, and {@link io.elbowatch.core.elbo.ImageModel}, the port to the runtime that
 * computes them. {@link io.elbowatch.core.elbo.ReferenceElbo} computes them a second time for comparison. An image has
 * finite terms or is refused; no image is refused because the model itself is broken.
 */
package io.elbowatch.core.elbo;
