package io.elbowatch.core.evaluation;

import io.elbowatch.core.evaluation.CalibrationSet.Group;
import io.elbowatch.core.statistics.KolmogorovSmirnov;
import io.elbowatch.core.statistics.Sample;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Checks the sources of a set of calibration images: has each enough images, and does it differ from the others? */
public final class SourceWarnings {
    private static final double ONCE_IN_A_THOUSAND = 0.001;
    private static final int MAX_NAMES = 5;

    private SourceWarnings() {}

    /** Empty for a set without sources. @param alpha the rate that shall be in reach of every source */
    public static List<CalibrationWarning> of(CalibrationSet set, Decider decider, double alpha) {
        long needed = Reach.neededImages(decider, alpha);
        List<Group> sources = set.groups().stream().filter(Group::ofSource).toList();
        List<String> small = sources.stream()
                .filter(source -> source.images() < needed)
                .map(source -> String.format(Locale.ROOT, "%s (%d)", source.name(), source.images()))
                .toList();
        List<String> alike = sources.stream()
                .filter(source -> source.images() >= Reach.LEAST_IMAGES && !differs(set, source.name(), decider))
                .map(Group::name)
                .toList();
        List<CalibrationWarning> warnings = new ArrayList<>();
        if (!small.isEmpty()) {
            warnings.add(new CalibrationWarning.SmallGroups(small.size(), first(small), alpha, needed));
        }
        if (!alike.isEmpty()) {
            warnings.add(new CalibrationWarning.NoGain(first(alike)));
        }
        return warnings;
    }

    /** Whether a score that decides is distributed otherwise than that of the images of other sources. */
    private static boolean differs(CalibrationSet set, String source, Decider decider) {
        return decider.scores().stream().anyMatch(score -> {
            double[] scores = set.of(score);
            Sample own = sample(set, scores, source, true);
            Sample others = sample(set, scores, source, false);
            return others.size() > 0
                    && KolmogorovSmirnov.statistic(own, others)
                            > KolmogorovSmirnov.critical(own.size(), others.size(), ONCE_IN_A_THOUSAND);
        });
    }

    private static Sample sample(CalibrationSet set, double[] scores, String source, boolean ofSource) {
        return Sample.of(IntStream.range(0, scores.length)
                .filter(i -> ofSource
                        == set.images().get(i).source().filter(source::equals).isPresent())
                .mapToDouble(i -> scores[i])
                .toArray());
    }

    private static List<String> first(List<String> names) {
        if (names.size() <= MAX_NAMES) {
            return names;
        }
        List<String> first = new ArrayList<>(names.subList(0, MAX_NAMES));
        first.add((names.size() - MAX_NAMES) + " more");
        return first;
    }
}
