package io.elbowatch.core.evaluation;

import io.elbowatch.core.statistics.Autocorrelation;
import io.elbowatch.core.statistics.KolmogorovSmirnov;
import io.elbowatch.core.statistics.Sample;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Score;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Looks for what speaks against a set of calibration images. */
public final class CalibrationWarnings {
    private static final double ONCE_IN_A_THOUSAND = 0.001;
    private static final double CORRELATION_DEVIATIONS = 4;
    private static final double FAR_RANGES = 8;
    private static final int NAMED = 5;
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private CalibrationWarnings() {}

    /**
     * All doubts, by kind and in the order of the scores.
     *
     * @param present the calibration that the images would replace, if there is one
     */
    public static List<CalibrationWarning> of(CalibrationSet set, Optional<Calibration> present) {
        List<CalibrationWarning> doubts = new ArrayList<>();
        for (Score score : Score.values()) {
            present.flatMap(calibration -> shifted(set, calibration, score)).ifPresent(doubts::add);
        }
        for (Score score : Score.values()) {
            correlated(set, score).ifPresent(doubts::add);
        }
        for (Score score : Score.values()) {
            outlying(set, score).ifPresent(doubts::add);
        }
        return doubts;
    }

    private static Optional<CalibrationWarning> shifted(CalibrationSet set, Calibration present, Score score) {
        Sample before = present.sample(score);
        // By the present mixture: densities of two mixtures are not comparable.
        Sample now = Sample.of(set.of(score, present.mixture()));
        double statistic = KolmogorovSmirnov.statistic(coarse(now), coarse(before));
        double critical = KolmogorovSmirnov.critical(now.size(), before.size(), ONCE_IN_A_THOUSAND);
        return Optional.<CalibrationWarning>of(new CalibrationWarning.Shifted(score, statistic, critical))
                .filter(doubt -> statistic > critical);
    }

    /**
     * PyTorch and ONNX Runtime differ in the sixth digit or so, and calibration files have nine: images alike, as blank crops
     * are, would be so many ties on the one side and none on the other.
     */
    private static Sample coarse(Sample sample) {
        return Sample.of(Arrays.stream(sample.ascending())
                .map(value -> new BigDecimal(value).round(FOUR_DIGITS).doubleValue())
                .toArray());
    }

    private static Optional<CalibrationWarning> correlated(CalibrationSet set, Score score) {
        double[] scores = set.of(score);
        double correlation = Autocorrelation.lagOne(scores);
        double limit = CORRELATION_DEVIATIONS / Math.sqrt(scores.length);
        return Optional.<CalibrationWarning>of(new CalibrationWarning.Correlated(score, correlation, limit))
                .filter(doubt -> correlation > limit);
    }

    /** A score that is the same of most images has no range to measure by. */
    private static Optional<CalibrationWarning> outlying(CalibrationSet set, Score score) {
        double[] scores = set.of(score);
        Sample sample = Sample.of(scores);
        double allowed = FAR_RANGES * sample.interquartileRange();
        if (allowed == 0) {
            return Optional.empty();
        }
        List<CalibrationSet.Image> images = set.calibrating(score);
        List<String> far = IntStream.range(0, scores.length)
                .filter(i -> Math.abs(scores[i] - sample.median()) > allowed)
                .mapToObj(i -> images.get(i).name())
                .toList();
        return Optional.<CalibrationWarning>of(
                        new CalibrationWarning.Outlying(score, far.size(), far.subList(0, Math.min(NAMED, far.size()))))
                .filter(doubt -> !far.isEmpty());
    }
}
