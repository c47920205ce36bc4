/** Why an image is anomalous, and where: scores out of range, places, unusual latents, and a picture. */
package io.elbowatch.core.evidence;
