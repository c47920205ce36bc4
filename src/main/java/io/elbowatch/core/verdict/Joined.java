package io.elbowatch.core.verdict;

import io.elbowatch.core.statistics.Sample;

/** How {@link Decider#DEFAULT} joins {@code local} and {@code density} to one p-value. Immutable. */
sealed interface Joined permits JoinedTurns, JoinedHalves {
    /** The p-value of an image with these scores. It never rises with a score. */
    double pValue(double local, double density);

    /** The score above which the p-value is at most α, whatever the other score is; ∞ when there is none. */
    double upperThreshold(Score score, double alpha);

    /** The lowest α that an image reaches which is far beyond all others in either score. */
    double lowestAlpha();

    /** What images are ranked by: {@code default} of a calibration file, of the images that calibrate both scores. */
    Sample sample();
}
