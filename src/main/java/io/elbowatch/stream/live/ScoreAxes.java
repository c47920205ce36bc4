package io.elbowatch.stream.live;

import io.elbowatch.core.statistics.Histogram;
import io.elbowatch.core.statistics.Sample;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Thresholds;
import io.elbowatch.core.verdict.Thresholds.Threshold;
import java.util.ArrayList;
import java.util.List;

/** The axes of the histograms: of the deciding p-value and of every score. They depend on the judge alone. */
public final class ScoreAxes {
    private static final int BINS = 36;
    private static final int BINS_PER_DECADE = 4;
    /** Space beyond the calibration and its thresholds, so that anomalous scores are visible as such. */
    private static final double MARGIN = 1.15;

    private ScoreAxes() {}

    /** One axis for the p-value, then one for every {@link Score} in its order. */
    public static List<ScoreAxis> of(Judge judge) {
        List<ScoreAxis> axes = new ArrayList<>();
        axes.add(pValue(judge));
        for (Score score : Score.values()) {
            axes.add(of(judge, score));
        }
        return axes;
    }

    /** p-values of normal images are k/(n+1), all equally frequent except for ties. */
    private static ScoreAxis pValue(Judge judge) {
        int n = judge.calibration().images(judge.decider());
        int bins = (int) Math.ceil(Math.log10(n + 1.0) * BINS_PER_DECADE);
        double[] edges = new double[bins + 1];
        double[] expected = new double[bins];
        for (int i = 0; i <= bins; i++) {
            edges[i] = Math.pow(10, (i - bins) / (double) BINS_PER_DECADE);
        }
        for (int i = 0; i < bins; i++) {
            double below = i == 0 ? 0 : Math.floor(edges[i] * (n + 1.0));
            expected[i] = (Math.floor(edges[i + 1] * (n + 1.0)) - below) / (n + 1.0);
        }
        return new ScoreAxis("p", "", edges, expected, List.of(judge.alpha()), true);
    }

    private static ScoreAxis of(Judge judge, Score score) {
        Calibration calibration = judge.calibration();
        Sample sample = calibration.sample(score);
        List<Double> thresholds = Thresholds.of(judge).stream()
                .filter(threshold -> threshold.score() == score)
                .map(Threshold::value)
                .filter(Double::isFinite)
                .toList();
        double low = Math.min(sample.quantile(0.0005), smallest(thresholds));
        double high = Math.max(sample.quantile(0.9995), largest(thresholds));
        double room = Math.max(high - low, 1e-6) * (MARGIN - 1);
        Histogram histogram = new Histogram(sample, low - room, high + room, BINS);
        double[] edges = new double[BINS + 1];
        double[] expected = new double[BINS];
        for (int i = 0; i <= BINS; i++) {
            edges[i] = histogram.low() + (histogram.high() - histogram.low()) * i / BINS;
        }
        for (int i = 0; i < BINS; i++) {
            expected[i] = histogram.count(i) / (double) sample.size();
        }
        return new ScoreAxis(score.label(), score.unit(), edges, expected, thresholds, false);
    }

    private static double smallest(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.POSITIVE_INFINITY);
    }

    private static double largest(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NEGATIVE_INFINITY);
    }
}
