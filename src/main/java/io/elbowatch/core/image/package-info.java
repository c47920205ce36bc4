/**
 * From the bytes of a record to the pixels that a model takes: told apart, bounded, decoded, fitted. Pixel by pixel it is
 * what Pillow does on the training side; both are held to the vectors of {@code model/vectors/make_image_vectors.py}.
 */
package io.elbowatch.core.image;
