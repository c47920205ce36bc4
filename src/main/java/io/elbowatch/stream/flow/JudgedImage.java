package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Verdict;

/**
 * An image between its verdict and the explanation of it.
 *
 * @param pixels as the model takes it, [C, H, W]; not to be written to
 * @param provider the execution provider that scored it
 * @param ruling what it was judged by
 */
record JudgedImage(byte[] pixels, ElboTerms terms, String provider, Verdict verdict, ActiveJudge ruling) {}
