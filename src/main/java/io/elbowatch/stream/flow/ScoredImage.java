package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.image.Original;

/**
 * An image between scoring and its verdict.
 *
 * @param pixels as the model takes it, [C, H, W]; not to be written to
 * @param original the image that they were made of
 * @param provider the execution provider that scored it
 * @param judge what it is to be judged by, the same for its whole batch
 */
record ScoredImage(byte[] pixels, Original original, ElboTerms terms, String provider, ActiveJudge judge) {}
