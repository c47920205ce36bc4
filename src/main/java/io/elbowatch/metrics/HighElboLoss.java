package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Verdict;

/**
 * Whether the ELBO loss of an image is high: above the value that a share α of the calibration images exceeds,
 * whichever score decides. α is that of the verdict.
 */
final class HighElboLoss {
    private final Calibration calibration;
    private volatile Threshold threshold;

    private record Threshold(double alpha, double nats) {}

    HighElboLoss(Judge judge) {
        calibration = judge.calibration();
        threshold = at(judge.alpha());
    }

    /** The ELBO loss above which an image is high by the α of this judge. */
    static double thresholdNats(Judge judge) {
        return judge.calibration().upperThreshold(Score.ELBO, judge.alpha());
    }

    boolean is(Verdict verdict) {
        Threshold now = threshold;
        if (now.alpha() != verdict.alpha()) {
            now = at(verdict.alpha());
            threshold = now;
        }
        return verdict.score(Score.ELBO) > now.nats();
    }

    private Threshold at(double alpha) {
        return new Threshold(alpha, calibration.upperThreshold(Score.ELBO, alpha));
    }
}
