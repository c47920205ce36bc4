package io.elbowatch.cli;

import io.elbowatch.core.Printable;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.Reach;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** The sources of a calibration for people: how many images each has, which α they reach, and which images judge it. */
final class SourceTable {
    private static final int WIDEST = 40;

    private SourceTable() {}

    /** Prints nothing without sources. @param images the number of images of each source */
    static void print(Map<String, Integer> images, JudgeGroups judges, PrintWriter out) {
        if (images.isEmpty()) {
            return;
        }
        int width = Math.min(
                WIDEST,
                images.keySet().stream().mapToInt(String::length).max().orElseThrow());
        String row = "%-" + Math.max(width, "source".length()) + "s %8s %13s  %s%n";
        double alpha = judges.pooled().alpha();
        out.printf(Locale.ROOT, row, "source", "images", "lowest alpha", "judged at alpha " + Reach.plain(alpha) + " by");
        images.forEach((source, count) -> {
            double lowest = new Reach(count, judges.pooled().decider()).lowestAlpha();
            out.printf(
                    Locale.ROOT,
                    row,
                    Printable.line(source),
                    count,
                    lowest < 1 ? Reach.plain(lowest) : "none",
                    judges.groups().containsKey(source)
                            ? "its own images"
                            : "all images; its own must be "
                                    + Reach.neededImages(judges.pooled().decider(), alpha));
        });
    }
}
