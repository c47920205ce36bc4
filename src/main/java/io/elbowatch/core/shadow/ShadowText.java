package io.elbowatch.core.shadow;

import io.elbowatch.core.Printable;
import io.elbowatch.core.statistics.Interval;
import io.elbowatch.core.statistics.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison in lines for a terminal: what would change if the shadow decided. */
public final class ShadowText {
    private static final int LISTED_SOURCES = 5;
    /** Below this the interval of a share of one in a hundred begins at 0. */
    private static final long FEW = 400;

    private ShadowText() {}

    /** The lines, without line ends. */
    public static List<String> of(ShadowTally tally) {
        ShadowCounts counts = tally.counts();
        List<String> lines = new ArrayList<>();
        lines.add(named(tally.pair().deciding()) + " against its shadow "
                + named(tally.pair().shadow()) + ", since "
                + (tally.since().isPresent()
                        ? "settings offset " + tally.since().getAsLong()
                        : "the settings of the start"));
        if (counts.images() == 0) {
            lines.add("  no image was compared yet");
        } else {
            lines.add(String.format(
                    Locale.ROOT,
                    "  compared    %,d images; the verdict is the same for %s",
                    counts.images(),
                    share(counts.agreements(), counts.images())));
            lines.add(String.format(
                    Locale.ROOT,
                    "  flips       %,d normal images would be reported, %,d reported ones would not",
                    counts.toAnomalous(),
                    counts.toNormal()));
            lines.add("  reported    now " + share(counts.reported(), counts.images()) + ", by the shadow "
                    + share(counts.reportedByShadow(), counts.images()));
            lines.add(String.format(
                    Locale.ROOT,
                    "  p-values    times %.2g by the geometric mean; %,d images a tenth or less, %,d tenfold or more",
                    Math.pow(10, tally.meanShift().orElseThrow()),
                    tally.shift().tenfoldLower(),
                    tally.shift().tenfoldHigher()));
            sources(tally, lines);
        }
        tally.millisPerImage()
                .ifPresent(millis -> lines.add(String.format(Locale.ROOT, "  cost        %.2f ms an image", millis)));
        if (tally.leftOut() > 0 || tally.failed() > 0) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  not known   %,d images left out because the shadow was behind, %,d that it could not score",
                    tally.leftOut(),
                    tally.failed()));
        }
        if (counts.images() > 0 && counts.images() < FEW) {
            lines.add("  few images: the shares are uncertain");
        }
        return List.copyOf(lines);
    }

    private static void sources(ShadowTally tally, List<String> lines) {
        tally.sources().stream()
                .filter(one -> one.counts().flips() > 0)
                .limit(LISTED_SOURCES)
                .forEach(one -> lines.add(String.format(
                        Locale.ROOT,
                        "  source      %s: %,d images, %,d to anomalous, %,d to normal",
                        one.source().isEmpty() ? "(no key)" : Printable.line(one.source()),
                        one.counts().images(),
                        one.counts().toAnomalous(),
                        one.counts().toNormal())));
    }

    private static String named(ComparedBundle side) {
        return Printable.line(side.bundle() + " (" + side.model() + " " + side.version() + ")");
    }

    /** Such as "0.20 % (0.07 to 0.57)", the 95 % interval of the share. */
    private static String share(long hits, long of) {
        double scale = Math.min(1, Integer.MAX_VALUE / (double) of); // a Proportion counts in int
        Proportion share = new Proportion((int) (hits * scale), (int) (of * scale));
        Interval interval = share.interval95();
        return String.format(
                Locale.ROOT,
                "%.2f %% (%.2f to %.2f)",
                100 * share.share(),
                100 * interval.low(),
                100 * interval.high());
    }
}
