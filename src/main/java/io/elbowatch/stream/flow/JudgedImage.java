package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.wire.ImageScore;

/**
 * An image between its verdict and the explanation of it.
 *
 * @param score what the scores topic carries of it
 * @param judge what it was judged by
 */
record JudgedImage(DecodedImage image, ImageScore score, Judge judge) {}
