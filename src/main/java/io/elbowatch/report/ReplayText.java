package io.elbowatch.report;

import io.elbowatch.core.Printable;
import io.elbowatch.core.replay.Flip;
import io.elbowatch.core.replay.LabelledQuality.Share;
import io.elbowatch.core.replay.LabelledReplay;
import io.elbowatch.core.replay.Replay;
import io.elbowatch.core.replay.ScoreShift;
import io.elbowatch.core.replay.SourceReplay;
import io.elbowatch.core.statistics.Proportion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A replay for people. */
public final class ReplayText {
    private static final int MAX_SOURCES = 40;
    private static final int MAX_FLIPS = 20;
    private static final int MAX_NAME = 24;

    private ReplayText() {}

    public static List<String> lines(ReplaySummary summary) {
        Replay replay = summary.replay();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "new: %s scored %d images of %s at alpha %s decided by %s",
                Printable.line(ReplaySummary.words(summary.model())),
                replay.all().images(),
                summary.topic(),
                HistogramText.number(summary.alpha()),
                summary.decider()));
        if (summary.allRejected() > 0) {
            lines.add("     rejected " + summary.allRejected() + ": " + counts(summary.rejected()));
        }
        before(summary, lines);
        lines.add("");
        table(replay, lines);
        replay.labelled().ifPresent(labelled -> labelled(labelled, lines));
        flips(summary, lines);
        shifts(summary, lines);
        lines.add("");
        lines.add("new: " + cost(summary.cost()));
        summary.before().cost().ifPresent(cost -> lines.add("old: " + cost(cost)));
        return lines;
    }

    private static void before(ReplaySummary summary, List<String> lines) {
        ReplaySummary.Before before = summary.before();
        SourceReplay all = summary.replay().all();
        if (all.compared() == 0) {
            lines.add("old: no image has " + (before.topic().isPresent() ? "a recorded score" : "a score")
                    + before.topic().map(name -> " in " + name).orElse("") + ", so nothing is compared");
            return;
        }
        lines.add("old: "
                + (before.topic().isPresent()
                        ? "recorded scores in " + before.topic().get()
                        : "scored now") + " by " + counts(before.models()));
        if (all.compared() < all.images()) {
            lines.add("     " + (all.images() - all.compared())
                    + " images have no score of the old model: they count for the new one alone");
        }
        add(lines, before.repeated(), "repeated scores; the last of an image counts");
        add(lines, before.foreign(), "scores of an earlier topic of this name left out");
        add(lines, before.unreadable(), "records that are no scores left out");
    }

    private static void add(List<String> lines, long count, String what) {
        if (count > 0) {
            lines.add("     " + count + " " + what);
        }
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(each -> Printable.line(each.getKey()) + " (" + each.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private static void table(Replay replay, List<String> lines) {
        lines.add(String.format(
                Locale.ROOT,
                "%-24s %9s %9s  %-26s %-26s %7s %9s",
                "reported (95 % interval)",
                "images",
                "compared",
                "old, of compared",
                "new, of all",
                "new only",
                "old only"));
        lines.add(row("all", replay.all()));
        replay.sources().stream().limit(MAX_SOURCES).forEach(source -> lines.add(row(name(source.source()), source)));
        if (replay.sources().size() > MAX_SOURCES) {
            lines.add("... and " + (replay.sources().size() - MAX_SOURCES) + " more sources: --json has all");
        }
    }

    private static String row(String name, SourceReplay source) {
        return String.format(
                Locale.ROOT,
                "%-24s %9d %9d  %-26s %-26s %8d %8d",
                name,
                source.images(),
                source.compared(),
                share(source.shareBefore()),
                share(source.share()),
                source.newly(),
                source.noLonger());
    }

    private static String share(Optional<Proportion> share) {
        return share.map(known -> String.format(
                        Locale.ROOT,
                        "%.3f %% (%.3f to %.3f)",
                        100 * known.share(),
                        100 * known.interval95().low(),
                        100 * known.interval95().high()))
                .orElse("-");
    }

    private static String name(String source) {
        String shown = source.isEmpty() ? "(no source)" : Printable.line(source);
        return shown.length() <= MAX_NAME ? shown : shown.substring(0, MAX_NAME - 1) + "…";
    }

    private static void flips(ReplaySummary summary, List<String> lines) {
        List<Flip> flips = summary.replay().flips();
        if (flips.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(flips.size() + (flips.size() == 1 ? " flip" : " flips"));
        for (Flip flip : flips.subList(0, Math.min(MAX_FLIPS, flips.size()))) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s-%d-%d %s %s: %s, p %.3g before, %.3g now",
                    summary.topic(),
                    flip.partition(),
                    flip.offset(),
                    Instant.ofEpochMilli(flip.timestampMillis()),
                    name(flip.source()),
                    flip.newly() ? "reported now" : "no longer reported",
                    flip.pBefore(),
                    flip.pNow()));
        }
        if (flips.size() > MAX_FLIPS) {
            lines.add("... and " + (flips.size() - MAX_FLIPS) + " more: --json has all, --evidence pictures");
        }
    }

    private static void shifts(ReplaySummary summary, List<String> lines) {
        List<ScoreShift> shifts = summary.replay().shifts();
        if (shifts.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "shift: Kolmogorov-Smirnov distance, above %.4f by chance less than once in a thousand",
                shifts.get(0).critical()));
        shifts.forEach(shift -> lines.add(String.format(
                Locale.ROOT,
                "%-24s %.4f%s  median %.4g before, %.4g now",
                shift.name(),
                shift.distance(),
                shift.significant() ? " *" : "  ",
                shift.medianBefore(),
                shift.medianNow())));
        if (!summary.before().comparable()) {
            lines.add(
                    "the scores themselves are not compared: the models differ in more than their weights, or it is not"
                            + " known");
        }
    }

    private static void labelled(LabelledReplay labelled, List<String> lines) {
        lines.add("");
        lines.add(String.format(
                Locale.ROOT, "%-24s %-30s %-30s", "by " + labelled.labels() + " labels (95 %)", "old", "new"));
        lines.add(row("precision", labelled.before().precision(), labelled.now().precision()));
        lines.add(row("recall", labelled.before().recall(), labelled.now().recall()));
        lines.add(row(
                "false alarms",
                labelled.before().falseAlarmRate(),
                labelled.now().falseAlarmRate()));
        lines.add(
                "?: images that decide it have no label; it lies between the bounds. Label what only one of the two reports"
                        + " (--evidence), and the review queue");
    }

    private static String row(String name, Share before, Share now) {
        return String.format(Locale.ROOT, "%-24s %-30s %-30s", name, share(before), share(now))
                .stripTrailing();
    }

    private static String share(Share share) {
        String value = share.value().isPresent()
                ? String.format(Locale.ROOT, "%.2f %%", 100 * share.value().getAsDouble())
                : "?";
        return String.format(Locale.ROOT, "%s (%.2f to %.2f)", value, 100 * share.low(), 100 * share.high());
    }

    private static String cost(ReplaySummary.Cost cost) {
        return String.format(
                Locale.ROOT,
                "%.0f images/s on %d %s with reading; %.2f ms of one thread an image to decode and score",
                cost.imagesPerSecond(),
                cost.threads(),
                cost.threads() == 1 ? "thread" : "threads",
                cost.millisAnImage());
    }
}
