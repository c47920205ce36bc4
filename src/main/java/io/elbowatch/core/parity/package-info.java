/**
 * Compares what a graph computes with {@link io.elbowatch.core.elbo.ReferenceElbo}, with what training computed, and with
 * itself in other batches. Nothing in it decides how an image is scored: a comparison can find a fault, never make one.
 */
package io.elbowatch.core.parity;
