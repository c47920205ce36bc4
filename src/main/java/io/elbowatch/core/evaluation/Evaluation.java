package io.elbowatch.core.evaluation;

import io.elbowatch.core.statistics.Proportion;
import io.elbowatch.core.statistics.Ranking;
import io.elbowatch.core.statistics.Sample;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The agreement of verdicts with the ground truth of images, for all deciders, whichever decided.
 */
public final class Evaluation {
    private final List<Verdict> normal = new ArrayList<>();
    private final Map<String, List<Verdict>> anomalous = new TreeMap<>();

    /** Adds an image. @param kind the kind of anomaly; empty for a normal image */
    public void add(Verdict verdict, Optional<String> kind) {
        kind.map(name -> anomalous.computeIfAbsent(name, any -> new ArrayList<>()))
                .orElse(normal)
                .add(verdict);
    }

    public int normals() {
        return normal.size();
    }

    public int anomalies() {
        return anomalies(any -> true).size();
    }

    public int anomalies(String kind) {
        return anomalies(kind::equals).size();
    }

    /** The kinds of anomaly in alphabetical order. */
    public Set<String> kinds() {
        return anomalous.keySet();
    }

    /** How a decider ranks anomalies of these kinds among the normal images; there must be images of both. */
    public Ranking ranking(Decider decider, Predicate<String> kinds) {
        return new Ranking(sample(decider, normal), sample(decider, anomalies(kinds)));
    }

    /** The share of normal images that a decider reports at the α of the verdicts; there must be one image or more. */
    public Proportion falseAlarms(Decider decider) {
        return reported(decider, normal);
    }

    /**
     * The share of anomalies of these kinds that a decider reports at the α of the verdicts; there must be one or more.
     */
    public Proportion found(Decider decider, Predicate<String> kinds) {
        return reported(decider, anomalies(kinds));
    }

    private List<Verdict> anomalies(Predicate<String> kinds) {
        return anomalous.entrySet().stream()
                .filter(kind -> kinds.test(kind.getKey()))
                .flatMap(kind -> kind.getValue().stream())
                .toList();
    }

    private static Proportion reported(Decider decider, List<Verdict> images) {
        long reported = images.stream()
                .filter(verdict -> verdict.pValue(decider) <= verdict.alpha())
                .count();
        return new Proportion((int) reported, images.size());
    }

    private static Sample sample(Decider decider, List<Verdict> images) {
        return Sample.of(
                images.stream().mapToDouble(verdict -> score(decider, verdict)).toArray());
    }

    /** High means anomalous. */
    private static double score(Decider decider, Verdict verdict) {
        return ranksByPValue(decider)
                ? -verdict.pValue(decider)
                : verdict.score(decider.scores().get(0));
    }

    /**
     * Whether images are ranked by the p-value, because several sides decide. A one-sided score ranks finer than its
     * p-value, which is the same for all images beyond the calibration scores.
     */
    public static boolean ranksByPValue(Decider decider) {
        return decider.sides() > 1;
    }
}
