/** Why an image is anomalous, and where: scores out of range, places, latents, and a picture for people. */
package io.elbowatch.core.evidence;
