/**
 * The joint density of an image's features: {@link io.elbowatch.core.density.Mixture} computes it, {@link
 * io.elbowatch.core.density.MixtureFit} fits a mixture to calibration images. Nothing is random.
 */
package io.elbowatch.core.density;
