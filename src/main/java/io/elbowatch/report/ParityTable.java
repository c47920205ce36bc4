package io.elbowatch.report;

import io.elbowatch.core.elbo.Term;
import io.elbowatch.core.parity.Comparison;
import io.elbowatch.core.parity.Difference;
import io.elbowatch.core.parity.ParityReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The comparisons of a graph as a table for people: the largest difference of every term and its image. */
public final class ParityTable {
    private ParityTable() {}

    public static List<String> lines(ParityReport report) {
        List<String> lines = new ArrayList<>();
        for (Comparison comparison : report.comparisons()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s (%d), %s allowed",
                    comparison.title(),
                    comparison.images(),
                    number(comparison.allowed())));
            lines.add(row("", "absolute", "of", "relative", "of"));
            for (Term term : Term.values()) {
                Difference absolute = comparison.mostAbsolute(term);
                Difference relative = comparison.mostRelative(term);
                lines.add(row(
                        term.label(),
                        number(absolute.absolute()),
                        absolute.image(),
                        number(relative.relative()),
                        relative.image()));
            }
        }
        lines.add(batches(report));
        return lines;
    }

    /** One difference that exceeds the allowed one, with its numbers. */
    public static String sentence(Comparison comparison, Difference difference) {
        return String.format(
                Locale.ROOT,
                "%s: %s of '%s' is %.9g, expected %.9g, off by %s, allowed %s",
                comparison.title(),
                difference.name(),
                difference.image(),
                difference.found(),
                difference.expected(),
                number(difference.relative()),
                number(comparison.allowed()));
    }

    private static String batches(ParityReport report) {
        Comparison batches = report.batches();
        if (report.bitEqual()) {
            return "alone, in a batch of " + report.batchSize() + " and shuffled: bit-equal";
        }
        double worst = 0;
        for (Term term : Term.values()) {
            worst = Math.max(worst, batches.mostRelative(term).relative());
        }
        return String.format(
                Locale.ROOT,
                "alone, in a batch of %d and shuffled: %d of %d not bit-equal, off by up to %s, %s allowed",
                report.batchSize(),
                report.unequal(),
                batches.images(),
                number(worst),
                number(batches.allowed()));
    }

    private static String row(String term, String absolute, String image, String relative, String relativeImage) {
        return String.format(Locale.ROOT, "  %-20s %9s  %-18s %9s  %s", term, absolute, image, relative, relativeImage);
    }

    private static String number(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value);
    }
}
