package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ElboTerms;

/**
 * An image between scoring and its verdict.
 *
 * @param provider the execution provider that scored it
 */
record ScoredImage(DecodedImage image, ElboTerms terms, String provider) {}
