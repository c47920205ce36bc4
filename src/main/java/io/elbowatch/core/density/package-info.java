/**
 * How usual an image is, all its features taken together: {@link io.elbowatch.core.density.Mixture} says it, {@link
 * io.elbowatch.core.density.MixtureFit} learns it of calibration images. Nothing is random.
 */
package io.elbowatch.core.density;
