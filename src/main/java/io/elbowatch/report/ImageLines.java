package io.elbowatch.report;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.verdict.Verdict;

/** Writes one line of text for every image of a set. */
public interface ImageLines {

    /** What stands above all lines, each with its line feed; mostly nothing. */
    String header();

    /** An image that was judged. */
    String judged(ScoredImage image, ElboTerms terms, Verdict verdict);

    /** An image that could not be scored. */
    String rejected(ScoredImage image, Rejection rejection);
}
