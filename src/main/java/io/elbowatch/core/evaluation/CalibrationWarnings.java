package io.elbowatch.core.evaluation;

import io.elbowatch.core.statistics.Autocorrelation;
import io.elbowatch.core.statistics.KolmogorovSmirnov;
import io.elbowatch.core.statistics.Sample;
import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Reach;
import io.elbowatch.core.verdict.Score;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Checks a set of calibration images. */
public final class CalibrationWarnings {
    private static final double ONCE_IN_A_THOUSAND = 0.001;
    private static final double MAX_CORRELATION_DEVIATIONS = 4;
    private static final double FAR_RANGES = 8;
    private static final double MIN_ALIKE_SHARE = 0.1;
    /** Levels of 255. */
    private static final double EQUAL_LIGHT = 0.5;

    private static final int MAX_NAMES = 5;
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private CalibrationWarnings() {}

    /**
     * All warnings, by kind and in the order of the scores.
     *
     * @param variety of the set
     * @param decider which score shall decide
     * @param present the calibration that the images would replace, if any
     */
    public static List<CalibrationWarning> of(
            CalibrationSet set, Variety variety, Decider decider, Optional<Calibration> present) {
        List<CalibrationWarning> warnings = new ArrayList<>();
        if (variety.alike() >= MIN_ALIKE_SHARE * set.size()) {
            double alpha = new Reach(set.size() - variety.alike(), decider).lowestAlpha();
            warnings.add(new CalibrationWarning.Alike(variety.alike(), variety.acrossFolds(), set.size(), alpha));
        }
        if (variety.brightness() < EQUAL_LIGHT) {
            warnings.add(new CalibrationWarning.EquallyBright(variety.brightness()));
        }
        for (Score score : Score.values()) {
            present.flatMap(calibration -> shifted(set, calibration, score)).ifPresent(warnings::add);
        }
        for (Score score : Score.values()) {
            correlated(set, score).ifPresent(warnings::add);
        }
        for (Score score : Score.values()) {
            outlying(set, score).ifPresent(warnings::add);
        }
        return warnings;
    }

    private static Optional<CalibrationWarning> shifted(CalibrationSet set, Calibration present, Score score) {
        if (score.needsMixture() && sameImages(set, present)) {
            return Optional.empty(); // the present mixture knows them: it would call them more usual than new ones
        }
        Sample before = present.sample(score);
        // With the present mixture, since densities of two mixtures are not comparable.
        Sample now = Sample.of(set.of(score, present.mixture()));
        double statistic = KolmogorovSmirnov.statistic(coarse(now), coarse(before));
        double critical = KolmogorovSmirnov.critical(now.size(), before.size(), ONCE_IN_A_THOUSAND);
        boolean lower = now.median() < before.median();
        return Optional.<CalibrationWarning>of(new CalibrationWarning.Shifted(score, statistic, critical, lower))
                .filter(warning -> statistic > critical);
    }

    private static boolean sameImages(CalibrationSet set, Calibration present) {
        double[] now = coarse(set.sample(Score.LOCAL)).ascending();
        return Arrays.equals(now, coarse(present.sample(Score.LOCAL)).ascending());
    }

    /**
     * PyTorch and ONNX Runtime differ in about the sixth digit, and calibration files have nine. Without rounding,
     * equal images such as blank crops would tie in one sample and not across the two.
     */
    private static Sample coarse(Sample sample) {
        return Sample.of(Arrays.stream(sample.ascending())
                .map(value -> new BigDecimal(value).round(FOUR_DIGITS).doubleValue())
                .toArray());
    }

    private static Optional<CalibrationWarning> correlated(CalibrationSet set, Score score) {
        double[] scores = set.of(score);
        double correlation = Autocorrelation.lagOne(scores);
        double limit = MAX_CORRELATION_DEVIATIONS / Math.sqrt(scores.length);
        return Optional.<CalibrationWarning>of(new CalibrationWarning.Correlated(score, correlation, limit))
                .filter(warning -> correlation > limit);
    }

    /** Empty for a score that is the same for most images: it has no interquartile range to measure with. */
    private static Optional<CalibrationWarning> outlying(CalibrationSet set, Score score) {
        double[] scores = set.of(score);
        Sample sample = Sample.of(scores);
        double allowed = FAR_RANGES * sample.interquartileRange();
        if (allowed == 0) {
            return Optional.empty();
        }
        List<CalibrationSet.Image> images = set.images();
        List<String> far = IntStream.range(0, scores.length)
                .filter(i -> Math.abs(scores[i] - sample.median()) > allowed)
                .mapToObj(i -> images.get(i).name())
                .toList();
        return Optional.<CalibrationWarning>of(new CalibrationWarning.Outlying(
                        score, far.size(), far.subList(0, Math.min(MAX_NAMES, far.size()))))
                .filter(warning -> !far.isEmpty());
    }
}
