package io.elbowatch.metrics;

import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.flow.ImageOrigin;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * The histograms of the scores and of the deciding p-value. Every scored image is in that of the p-value once, and every
 * image of the main bundle in the others. They are of the
 * Prometheus client and not of Micrometer: a Micrometer summary silently drops a value below 0 and refuses a bucket at
 * or below 0, and the ELBO loss of a Gaussian likelihood is negative as soon as the density exceeds 1.
 */
final class ScoreHistograms {
    private static final Score[] SCORES = Score.values();

    private final Histogram[] scores = new Histogram[SCORES.length];
    private final Histogram pValues;
    private final Exemplars exemplars = new Exemplars(System::nanoTime);

    ScoreHistograms(PrometheusRegistry registry, Judge judge) {
        for (Score score : SCORES) {
            scores[score.ordinal()] =
                    histogram(registry, MeterTable.of(score), ScoreBuckets.of(judge.calibration(), score));
        }
        pValues = histogram(registry, MeterTable.P_VALUE, FixedBuckets.P_VALUES);
    }

    /** @param ofMain whether the bundle scored it whose calibration gives the buckets */
    void observe(ImageOrigin origin, Verdict verdict, boolean ofMain) {
        Labels example = exemplars.of(origin, verdict.anomalous());
        for (int i = 0; ofMain && i < SCORES.length; i++) {
            observe(scores[i], verdict.score(SCORES[i]), example);
        }
        observe(pValues, verdict.pValue(), example);
    }

    private static void observe(Histogram histogram, double value, Labels example) {
        if (example == null) {
            histogram.observe(value);
        } else {
            histogram.observeWithExemplar(value, example);
        }
    }

    private static Histogram histogram(PrometheusRegistry registry, MeterTable meter, double[] bounds) {
        return Histogram.builder()
                .name(meter.prometheusName())
                .help(meter.help())
                .classicOnly()
                .classicUpperBounds(bounds)
                .withExemplars()
                .register(registry);
    }
}
