package io.elbowatch.report;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.Scoring.Scored;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.verdict.Verdict;
import java.util.Optional;

/** Writes one line of text for every image of a set. */
public interface ImageLines {

    /** What stands above all lines, each with its line feed; mostly nothing. */
    String header();

    /** An image that was judged. @param explanation of an anomalous one */
    String judged(ScoredImage image, Scored scored, Verdict verdict, Optional<Explanation> explanation);

    /** An image that could not be scored. */
    String rejected(ScoredImage image, Rejection rejection);
}
