package io.elbowatch.report;

import io.elbowatch.core.quality.Estimate;
import io.elbowatch.core.quality.SuggestedAlpha;
import io.elbowatch.core.quality.SuggestedAlpha.Doubt;
import io.elbowatch.core.quality.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What other α would have given, for people. */
public final class SuggestText {
    private static final String ROW = "%s %-9s %6s %7s  %-22s %-26s %s";

    private SuggestText() {}

    public static List<String> lines(Suggestions suggestions) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "labels: %d of reported images, %d of images of the review queue; alpha in force %s (*)",
                suggestions.reportedLabels(),
                suggestions.reviewLabels(),
                HistogramText.number(suggestions.inForce())));
        lines.add(
                row(" ", "alpha", "labels", "defects", "precision (95 %)", "false-alarm rate (95 %)", "recall (95 %)"));
        suggestions.alphas().forEach(each -> lines.add(row(each, suggestions.inForce())));
        Arrays.stream(Doubt.values()).forEach(doubt -> {
            List<String> alphas = suggestions.alphas().stream()
                    .filter(each -> each.doubts().contains(doubt))
                    .map(each -> HistogramText.number(each.alpha()))
                    .toList();
            if (!alphas.isEmpty()) {
                lines.add((alphas.size() == suggestions.alphas().size() ? "all" : String.join(", ", alphas)) + ": "
                        + doubt.sentence());
            }
        });
        return lines;
    }

    private static String row(SuggestedAlpha each, double inForce) {
        return row(
                each.alpha() == inForce ? "*" : " ",
                HistogramText.number(each.alpha()),
                Integer.toString(each.reported()),
                Integer.toString(each.defects()),
                percent(each.precision(), 1),
                percent(each.falseAlarmRate(), 3),
                percent(each.recall(), 1));
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, ROW, (Object[]) cells).stripTrailing();
    }

    private static String percent(Optional<Estimate> estimate, int digits) {
        String form = "%." + digits + "f %% (%." + digits + "f to %." + digits + "f)";
        return estimate.map(known ->
                        String.format(Locale.ROOT, form, 100 * known.value(), 100 * known.low(), 100 * known.high()))
                .orElse("-");
    }
}
