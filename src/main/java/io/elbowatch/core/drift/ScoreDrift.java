package io.elbowatch.core.drift;

import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Verdict;
import java.time.Clock;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The distance of the scores of the last minutes from their calibration. Apart from rounding only ranks count: a score
 * could be replaced by any increasing function of it. For use by many threads; an image costs no allocation and no
 * lock.
 */
public final class ScoreDrift {
    private static final Score[] SCORES = Score.values();

    private final CalibrationBins[] bins = new CalibrationBins[SCORES.length];
    private final int[] offsets =
            new int[SCORES.length + 1]; // index of a score's first bin among the bins of all scores
    private final SlidingWindow<AtomicIntegerArray> window;

    public ScoreDrift(Calibration calibration, Clock clock) {
        for (int i = 0; i < SCORES.length; i++) {
            bins[i] = new CalibrationBins(calibration.sample(SCORES[i]));
            offsets[i + 1] = offsets[i] + bins[i].size();
        }
        window = new SlidingWindow<>(() -> new AtomicIntegerArray(offsets[SCORES.length]), clock);
    }

    /** Adds a scored image. */
    public void add(Verdict verdict) {
        AtomicIntegerArray counts = window.now();
        for (int i = 0; i < SCORES.length; i++) {
            counts.incrementAndGet(offsets[i] + bins[i].bin(verdict.score(SCORES[i])));
        }
    }

    /**
     * The population stability index of a score over the last {@value SlidingWindow#MINUTES} minutes against its
     * calibration, in nats; empty while too few images or calibration images make chance visible.
     */
    public OptionalDouble populationStabilityIndex(Score score) {
        int offset = offsets[score.ordinal()];
        long[] counted = new long[bins[score.ordinal()].size()];
        for (AtomicIntegerArray minute : window.contents()) {
            for (int i = 0; i < counted.length; i++) {
                counted[i] += minute.get(offset + i);
            }
        }
        return PopulationStability.index(counted, bins[score.ordinal()].calibration());
    }
}
