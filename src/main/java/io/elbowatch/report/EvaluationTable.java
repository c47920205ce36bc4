package io.elbowatch.report;

import io.elbowatch.core.evaluation.Evaluation;
import io.elbowatch.core.statistics.Interval;
import io.elbowatch.core.statistics.Proportion;
import io.elbowatch.core.statistics.Ranking;
import io.elbowatch.core.verdict.Decider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** An evaluation as a table for people: all anomalies, then each kind of anomaly, for every decider. */
public final class EvaluationTable {
    private EvaluationTable() {}

    /** @param alpha of the verdicts */
    public static List<String> lines(Evaluation evaluation, double alpha) {
        List<String> lines = new ArrayList<>();
        String rate = HistogramText.number(alpha);
        if (evaluation.normals() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "false alarms at alpha %s, of %d normal images (95 %% interval)",
                    rate,
                    evaluation.normals()));
            for (Decider decider : Decider.values()) {
                lines.add(row(decider.label(), falseAlarms(evaluation.falseAlarms(decider))));
            }
        }
        if (evaluation.anomalies() > 0) {
            add(lines, evaluation, "all anomalies", evaluation.anomalies(), rate, any -> true);
        }
        for (String kind : evaluation.kinds()) {
            add(lines, evaluation, kind, evaluation.anomalies(kind), rate, kind::equals);
        }
        if (evaluation.anomalies() > 0 && evaluation.normals() > 0) {
            lines.add("");
            lines.add(Arrays.stream(Decider.values())
                            .filter(Evaluation::ranksByPValue)
                            .map(Decider::label)
                            .collect(Collectors.joining(" and "))
                    + " rank by their p-values, the others by the score itself");
        }
        return lines;
    }

    private static void add(
            List<String> lines, Evaluation evaluation, String title, int images, String rate, Predicate<String> kinds) {
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-16s %8s %8s %8s %10s %14s",
                title,
                "AUROC",
                "avg.prec",
                "TPR@1%",
                "TPR@0.1%",
                "found, of " + images));
        for (Decider decider : Decider.values()) {
            Proportion found = evaluation.found(decider, kinds);
            lines.add(row(
                    decider.label(),
                    evaluation.normals() == 0
                            ? String.format(
                                    Locale.ROOT, "%8s %8s %8s %10s %14s", "", "", "", "", percent(found.share()))
                            : ranks(evaluation.ranking(decider, kinds), found)));
        }
    }

    private static String ranks(Ranking ranking, Proportion found) {
        return String.format(
                Locale.ROOT,
                "%8.4f %8.4f %8s %10s %14s",
                ranking.auroc(),
                ranking.averagePrecision(),
                percent(ranking.truePositiveRate(0.01)),
                percent(ranking.truePositiveRate(0.001)),
                percent(found.share()));
    }

    private static String falseAlarms(Proportion proportion) {
        Interval interval = proportion.interval95();
        return String.format(
                Locale.ROOT,
                "%8s  (%s to %s)",
                percent(proportion.share()),
                percent(interval.low()),
                percent(interval.high()));
    }

    private static String row(String score, String values) {
        return String.format(Locale.ROOT, "  %-14s %s", score, values);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
