package io.elbowatch.stream.flow;

import io.elbowatch.core.image.Original;
import io.elbowatch.stream.wire.ImageScore;

/**
 * An image between its verdict and the explanation of it.
 *
 * @param pixels as the model takes it, [C, H, W]; not to be written to
 * @param original the image that they were made of
 * @param score what the scores topic carries of it
 * @param judge what it was judged by
 */
record JudgedImage(byte[] pixels, Original original, ImageScore score, ActiveJudge judge) {}
