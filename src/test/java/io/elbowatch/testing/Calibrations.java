package io.elbowatch.testing;

import io.elbowatch.core.verdict.Calibration;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.JoinedTurns;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Calibrations whose p-values can be told by heart. */
public final class Calibrations {
    private Calibrations() {}

    /** Who decides by the default score and by {@link #upTo} so many. */
    public static Judge judge(int n, double alpha) {
        return new Judge(upTo(n), 1, Decider.DEFAULT, alpha);
    }

    /** n images whose every score runs over 1, 2, ... n, in the same order. */
    public static Calibration upTo(int n) {
        double[] ascending = IntStream.rangeClosed(1, n).asDoubleStream().toArray();
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            scores.put(score, ascending);
        }
        return new Calibration(scores, JoinedTurns.shares(ascending, ascending), Terms.MIXTURE);
    }

    /** As those of earlier releases: the even numbers alone calibrate the density, ranked as by {@code local}. */
    public static Calibration halvesUpTo(int n) {
        double[] ascending = IntStream.rangeClosed(1, n).asDoubleStream().toArray();
        double[] evens = IntStream.rangeClosed(1, n / 2).mapToDouble(i -> 2 * i).toArray();
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            scores.put(score, score.needsMixture() ? evens : ascending);
        }
        double[] smaller = Arrays.stream(evens).map(even -> even / n).toArray();
        return new Calibration(scores, smaller, Terms.MIXTURE);
    }

    /** As {@link #judge}, with the group of a source whose every score runs over 1, 2, ... of its images. */
    public static Judge grouped(int n, double alpha, String source, int images) {
        double[] ascending = IntStream.rangeClosed(1, images).asDoubleStream().toArray();
        Map<Score, double[]> scores = new EnumMap<>(Score.class);
        for (Score score : Score.values()) {
            scores.put(score, ascending);
        }
        Calibration pooled = upTo(n);
        Calibration group = pooled.ofGroup(source, scores, JoinedTurns.shares(ascending, ascending));
        return new Judge(pooled.withGroups(List.of(group)), 1, Decider.DEFAULT, alpha);
    }
}
