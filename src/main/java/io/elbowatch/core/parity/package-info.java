/**
 * Compares the terms of a graph with {@link io.elbowatch.core.elbo.ReferenceElbo}, with the terms from training, and
 * with those of the same graph in other batches. It does not change how an image is scored.
 */
package io.elbowatch.core.parity;
