/**
 * From the bytes of a record to the pixels of a model: detect the format, check the limits, decode, fit to the model's
 * size. Every pixel equals that of Pillow on the training side; both are tested with the vectors of {@code
 * model/vectors/make_image_vectors.py}.
 */
package io.elbowatch.core.image;
