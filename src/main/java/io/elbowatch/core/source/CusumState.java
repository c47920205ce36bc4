package io.elbowatch.core.source;

import java.util.Optional;

/**
 * What one {@link BettingFunction} has won against a source, counted from the most favourable moment: S_n = max(1, S_{n−1})·f(p_n), Page's CUSUM
 * (1954) of a conformal test martingale. Where it is above 1, {@code stretch} tells since when.
 *
 * @param wealth S
 * @param stretch the images since S rose above 1; empty while it is not, and while an incident of the source is open
 */
record CusumState(double wealth, Optional<ImageRun> stretch) {
    /** Nothing speaks against the source. */
    static final CusumState NONE = new CusumState(0, Optional.empty());

    CusumState {
        if (!(wealth >= 0 && wealth < Double.POSITIVE_INFINITY) || wealth <= 1 && stretch.isPresent()) {
            throw new IllegalArgumentException("no wealth: " + wealth + " since " + stretch);
        }
    }

    /** After another image of a source that is watched. */
    CusumState next(BettingFunction bet, SeenImage image, double cap) {
        double after = wealthAfter(bet, image, cap);
        if (after <= 1) {
            return new CusumState(after, Optional.empty());
        }
        return new CusumState(
                after, Optional.of(stretch.map(begun -> begun.with(image)).orElseGet(() -> ImageRun.of(image))));
    }

    /** After another image of a source whose incident is open, and keeps the images. */
    CusumState nextInIncident(BettingFunction bet, SeenImage image, double cap) {
        return new CusumState(wealthAfter(bet, image, cap), Optional.empty());
    }

    private double wealthAfter(BettingFunction bet, SeenImage image, double cap) {
        return Math.min(cap, Math.max(1, wealth) * bet.factor(image.pValue()));
    }
}
