package io.elbowatch.core.verdict;

/**
 * How far the highest score is ahead of all others, in units of the tail: of the mean excess of the highest tenth over
 * the next lower score. It makes leads in different scores comparable; for an exponential tail exp(−lead) is the
 * probability of a larger lead.
 */
final class Lead {
    /** The tail has at least this number of scores. */
    private static final int LEAST_TAIL = 5;

    private static final int TENTH = 10;
    /** The unit of equal scores, as a share of their size. */
    private static final double LEAST_UNIT = 1e-6;

    private final double largest;
    private final double unit;
    private final double ofFirst;

    Lead(SortedScores scores) {
        int n = scores.size();
        largest = scores.highest(1);
        unit = unit(scores, n);
        ofFirst = n < 2 ? 0 : (largest - scores.highest(2)) / unit(scores, n - 1);
    }

    /** Of the lowest n scores. */
    private static double unit(SortedScores scores, int n) {
        int first = scores.size() - n + 1;
        int tail = Math.min(Math.max(LEAST_TAIL, n / TENTH), n - 1);
        double threshold = scores.highest(first + tail);
        double sum = 0;
        for (int i = 0; i < tail; i++) {
            sum += scores.highest(first + i) - threshold;
        }
        double least = LEAST_UNIT * Math.max(1, Math.abs(scores.highest(first)));
        return tail == 0 ? least : Math.max(sum / tail, least);
    }

    /** Of a further image. */
    double of(double score) {
        return (score - largest) / unit;
    }

    /** Of the highest calibration score over the other ones. */
    double ofFirst() {
        return ofFirst;
    }

    /** The score of a further image that has this lead. */
    double beyond(double lead) {
        return largest + lead * unit;
    }
}
