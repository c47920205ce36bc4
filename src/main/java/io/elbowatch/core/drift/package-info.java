/**
 * Whether the images of the last minutes are still like those that calibrated: the scores, and where the images lie in the
 * latent space. It looks at the stream as a whole; of a single image it says nothing.
 */
package io.elbowatch.core.drift;
