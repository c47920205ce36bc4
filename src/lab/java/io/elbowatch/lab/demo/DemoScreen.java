package io.elbowatch.lab.demo;

import io.elbowatch.core.Printable;
import io.elbowatch.lab.demo.Outcome.Rejected;
import io.elbowatch.lab.demo.Outcome.Scored;
import io.elbowatch.stream.feed.FeedReport;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Help.Ansi;

/**
 * The demo's output: a line for every chapter, incident, anomaly and rejection. A terminal also has a status line at
 * the bottom that refreshes in place; a pipe or file gets fewer status lines, each on its own line.
 */
final class DemoScreen {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int COLUMNS = 80;
    private static final String CLEAR_LINE = "\r\u001B[2K";

    private static final int LABEL = "INCIDENT".length();

    private final PrintWriter out;
    private final Ansi ansi;
    private final boolean inPlace;
    private final Duration statusEvery;
    private final Set<String> withIncident = new HashSet<>();

    DemoScreen(PrintWriter out, boolean terminal) {
        this.out = out;
        this.inPlace = terminal;
        this.ansi = terminal ? Ansi.AUTO : Ansi.OFF;
        this.statusEvery = terminal ? Duration.ofSeconds(1) : Duration.ofSeconds(5);
    }

    /** The interval between two calls of {@link #status}. */
    Duration statusEvery() {
        return statusEvery;
    }

    void say(String line) {
        out.println((inPlace ? CLEAR_LINE : "") + line);
        out.flush();
    }

    void outcome(Outcome outcome) {
        String truth = "  " + outcome.truth().map(label -> "(" + label + ")").orElse(outcome.imageName());
        if (outcome.result() instanceof Rejected rejected) {
            say(line("@|yellow REJECTED|@", outcome.source(), rejected.reason() + ": " + rejected.detail() + truth));
        } else if (outcome.result() instanceof Scored scored && scored.anomalous()) {
            String what = scored.unlike().isEmpty()
                    ? String.format(Locale.ROOT, "place %.2f", scored.local())
                    : scored.unlike();
            String figures = String.format(Locale.ROOT, "p=%.5f ", scored.pValue()) + what;
            anomaly(outcome, figures + truth);
        }
    }

    /** While a source has an incident, its images are counted and not listed: there may be ten per second. */
    private void anomaly(Outcome outcome, String rest) {
        if (!withIncident.contains(outcome.source())) {
            say(line("@|bold,red ANOMALY |@", outcome.source(), rest));
        }
    }

    void incident(Incident incident) {
        boolean ofImages = incident.kind().equals("anomalies");
        if (ofImages && incident.opened()) {
            withIncident.add(incident.source());
        } else if (ofImages) {
            withIncident.remove(incident.source());
        }
        String what = incident.opened()
                ? ofImages
                        ? String.format(
                                Locale.ROOT,
                                "%d of the last %d images are anomalous",
                                incident.anomalous(),
                                incident.images())
                        : String.format(Locale.ROOT, "no image for %.0f s", incident.durationMillis() / 1e3)
                : String.format(
                        Locale.ROOT,
                        "over after %.0f s%s",
                        incident.durationMillis() / 1e3,
                        ofImages
                                ? String.format(
                                        Locale.ROOT,
                                        ", %d of %d images anomalous",
                                        incident.anomalous(),
                                        incident.images())
                                : "");
        say(line(
                incident.opened() ? "@|bold,red INCIDENT|@" : "@|bold,green CLOSED  |@",
                incident.source(),
                incident.kind() + ": " + what));
    }

    /** Announces the chapter that begins. */
    void chapter(String line) {
        say("");
        for (String part : line.split("(?<=\\. )")) {
            say(ansi.string("@|bold " + part.strip() + "|@"));
        }
    }

    /** At most 80 columns, so that a line of a terminal is a line of the demo. */
    private String line(String what, String source, String rest) {
        String time = LocalTime.now(ZoneId.systemDefault()).format(TIME);
        String told = String.format(Locale.ROOT, "%-7s  %s", Printable.line(source), Printable.line(rest));
        int room = COLUMNS - time.length() - LABEL - 4;
        return time + "  " + ansi.string(what) + "  "
                + (told.length() <= room ? told : told.substring(0, room - 1) + "…");
    }

    void status(Tally tally, double imagesPerSecond, long p99Millis) {
        String line = String.format(
                Locale.ROOT,
                "%.0f images/s | scored %,d | anomalous %,d | rejected %,d | p99 %d ms",
                imagesPerSecond,
                tally.scored(),
                tally.anomalous(),
                tally.rejected(),
                p99Millis);
        if (inPlace) {
            out.print(CLEAR_LINE + line);
        } else {
            out.println(line);
        }
        out.flush();
    }

    void summary(Tally tally, long acknowledged) {
        say("");
        say(String.format(
                Locale.ROOT,
                "in %,d = scored %,d + rejected %,d; anomalous %,d",
                acknowledged,
                tally.scored(),
                tally.rejected(),
                tally.anomalous()));
        say("p99 from produced to readable " + tally.p99Millis() + " ms");
        for (Map.Entry<String, Tally.Caught> kind : new TreeMap<>(tally.byTruth()).entrySet()) {
            Tally.Caught caught = kind.getValue();
            say(String.format(
                    Locale.ROOT, "  %-15s %,d of %,d reported", kind.getKey(), caught.reported(), caught.all()));
        }
        long missing = acknowledged - tally.left();
        if (missing > 0) {
            say(missing + " images had no result yet when the demo ended");
        } else if (missing < 0) {
            say(-missing + " more images came from other producers");
        }
    }

    /** Reports the images that did not arrive at the broker, if any. */
    void failures(FeedReport report) {
        report.failures().forEach(failure -> say("failed: " + failure));
        report.endedBy().ifPresent(reason -> say("ended early: " + reason));
    }
}
