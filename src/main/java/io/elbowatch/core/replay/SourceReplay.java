package io.elbowatch.core.replay;

import io.elbowatch.core.statistics.Proportion;
import java.util.Optional;

/**
 * The images of one source, or of all.
 *
 * @param source empty for images without one, and for all
 * @param images that the new model scored
 * @param reported those of them that the new model reports
 * @param compared those of them that the old model scored, too
 * @param reportedBefore those of the compared ones that the old model reports
 * @param newly those of the compared ones that only the new model reports
 * @param noLonger those of the compared ones that only the old model reports
 */
public record SourceReplay(
        String source, int images, int reported, int compared, int reportedBefore, int newly, int noLonger) {

    /** The share that the new model reports, of all images that it scored; empty without images. */
    public Optional<Proportion> share() {
        return of(reported, images);
    }

    /** The share of the compared images that the old model reports; empty without any. */
    public Optional<Proportion> shareBefore() {
        return of(reportedBefore, compared);
    }

    /** The share of the compared images that the new model reports; empty without any. */
    public Optional<Proportion> shareOfCompared() {
        return of(reportedBefore + newly - noLonger, compared);
    }

    /** Images on which the two models disagree. */
    public int flips() {
        return newly + noLonger;
    }

    private static Optional<Proportion> of(int hits, int trials) {
        return trials == 0 ? Optional.empty() : Optional.of(new Proportion(hits, trials));
    }
}
