package io.elbowatch.stream;

import io.elbowatch.core.elbo.ElboTerms;

/**
 * An image between scoring and its verdict.
 *
 * @param ruling what it is to be judged by, the same for its whole batch
 */
record ScoredImage(ElboTerms terms, Ruling ruling) {}
