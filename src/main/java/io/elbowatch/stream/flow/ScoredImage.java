package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ElboTerms;

/**
 * An image between scoring and its verdict.
 *
 * @param pixels as the model takes it, [C, H, W]; not to be written to
 * @param provider the execution provider that scored it
 * @param judge what it is to be judged by, the same for its whole batch
 */
record ScoredImage(byte[] pixels, ElboTerms terms, String provider, ActiveJudge judge) {}
