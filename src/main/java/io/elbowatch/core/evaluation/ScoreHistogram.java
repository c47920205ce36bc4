package io.elbowatch.core.evaluation;

import io.elbowatch.core.statistics.Histogram;
import io.elbowatch.core.statistics.Sample;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Thresholds.Side;
import java.util.stream.DoubleStream;

/**
 * The histogram of one score over the calibration images, with the thresholds of this score alone at α. The range
 * includes the thresholds. Images more than eight interquartile ranges from the median are counted in the outermost
 * bins.
 *
 * @param lower below it an image is anomalous; −∞ for a score without a lower side
 * @param upper above it an image is anomalous
 */
public record ScoreHistogram(
        Score score, Sample sample, Histogram histogram, double lower, double upper, double alpha) {
    private static final double FAR_RANGES = 8;

    public static ScoreHistogram of(Calibration calibration, Score score, double alpha, int bins) {
        Sample sample = calibration.sample(score);
        double alphaOfOneSide = alpha / score.sides().size();
        double upper = calibration.upperThreshold(score, alphaOfOneSide);
        double lower = score.sides().contains(Side.LOWER)
                ? calibration.lowerThreshold(score, alphaOfOneSide)
                : Double.NEGATIVE_INFINITY;
        return new ScoreHistogram(score, sample, histogram(sample, lower, upper, bins), lower, upper, alpha);
    }

    private static Histogram histogram(Sample sample, double lower, double upper, int bins) {
        double reach = FAR_RANGES * sample.interquartileRange();
        double from = reach > 0 ? Math.max(sample.smallest(), sample.median() - reach) : sample.smallest();
        double to = reach > 0 ? Math.min(sample.largest(), sample.median() + reach) : sample.largest();
        double[] finite = DoubleStream.of(from, to, lower, upper)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        from = finite[0];
        to = finite[finite.length - 1];
        // All scores are equal: one bar in the middle of a small range.
        double margin = from == to ? Math.max(1e-6, Math.abs(from) / 2) : 0;
        return new Histogram(sample, from - margin, to + margin, bins);
    }
}
