package io.elbowatch.report;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.Scoring.Scored;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.verdict.Verdict;
import java.util.Optional;

/** Writes one line of text for every image of a set. */
public interface ImageLines {

    /** The lines above all images, each with a line feed; empty for most formats. */
    String header();

    /** The line of a judged image. @param explanation of an anomalous image */
    String judged(ScoredImage image, Scored scored, Verdict verdict, Optional<Explanation> explanation);

    /** The line of an image that was not scored. */
    String rejected(ScoredImage image, Rejection rejection);
}
