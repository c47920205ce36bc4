package io.elbowatch.core.source;

import java.util.Optional;

/**
 * The CUSUM statistic of one {@link BettingFunction} f for a source: S_n = max(1, S_{n−1})·f(p_n), Page's CUSUM (1954)
 * of a conformal test martingale. It is the wealth of a gambler who bets against the source from the most favourable
 * image on.
 *
 * @param wealth S
 * @param run the images since S rose above 1; empty where S is at most 1, and while an incident of the source is open
 */
record CusumState(double wealth, Optional<ImageRun> run) {
    /** Before the first image. */
    static final CusumState START = new CusumState(0, Optional.empty());

    CusumState {
        if (!(wealth >= 0 && wealth < Double.POSITIVE_INFINITY) || wealth <= 1 && run.isPresent()) {
            throw new IllegalArgumentException("no wealth: " + wealth + " since " + run);
        }
    }

    /** The state after another image of a source without an open incident. @param factor f(p) of the image */
    CusumState next(double factor, SeenImage image, double cap) {
        double after = wealthAfter(factor, cap);
        if (after <= 1) {
            return new CusumState(after, Optional.empty());
        }
        return new CusumState(after, Optional.of(run.isPresent() ? run.get().with(image) : ImageRun.of(image)));
    }

    /** The state after another image of a source with an open incident, which keeps the run of images. */
    CusumState nextInIncident(double factor, double cap) {
        return new CusumState(wealthAfter(factor, cap), Optional.empty());
    }

    private double wealthAfter(double factor, double cap) {
        return Math.min(cap, Math.max(1, wealth) * factor);
    }
}
