/**
 * Whether the images of the last minutes are still like the calibration images, by their scores and by their latents.
 * It describes the stream as a whole, never a single image.
 */
package io.elbowatch.core.drift;
