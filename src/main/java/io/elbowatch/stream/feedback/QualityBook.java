package io.elbowatch.stream.feedback;

import io.elbowatch.core.quality.Choice;
import io.elbowatch.core.quality.LabelledImage;
import io.elbowatch.core.quality.QualityEstimate;
import io.elbowatch.core.quality.QualityReport;
import io.elbowatch.core.quality.QualityTally;
import io.elbowatch.core.quality.QualityTally.Zone;
import io.elbowatch.core.quality.ReviewDraw;
import io.elbowatch.core.quality.Truth;
import io.elbowatch.stream.wire.Decision;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.LabelledVerdict;
import io.elbowatch.stream.wire.OutputOrigin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Joins labels with what was decided on their images. The records come in any order, also days apart: the join is made
 * anew at each report, over the images of a window. Used by many threads.
 *
 * <p>Memory is bounded: the newest {@value #MAX} reported images are kept, and as many drawn images and labels; how many
 * there were is counted for all. A label whose image is kept no more still counts by the verdict that it carries.
 */
public final class QualityBook {
    static final int MAX = 50_000;

    private final int max;
    private final QualityWindow window;
    private final Map<String, Decision> reported;
    private final Map<String, Decision> drawn;
    private final Map<String, LabelRecord> labels;
    private final Map<String, Optional<Decision>> lookedUp;
    private boolean searched; // since the last label, and none was without a verdict
    private double alpha; // 0 before the first decision
    private long alphaMillis = Long.MIN_VALUE;

    /** The decision on a labelled image, and why it was shown. */
    private record Joined(Decision decision, Choice why) {}

    public QualityBook(Duration window) {
        this(window, MAX);
    }

    QualityBook(Duration window, int max) {
        this.max = max;
        this.window = new QualityWindow(window.toMillis());
        this.reported = bounded();
        this.drawn = bounded();
        this.labels = bounded();
        this.lookedUp = bounded();
    }

    private <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > max;
            }
        };
    }

    /** Takes a record of the anomalies topic. The same image twice counts once. */
    synchronized void reported(Decision read, long nowMillis) {
        Decision image = read.notAfter(nowMillis);
        if (reported.put(image.image().text(), image) == null) {
            window.count(image, nowMillis, tally -> tally.reported(1));
        }
        see(image);
    }

    /** Takes a record of the review topic. The same image twice counts once. */
    synchronized void drawn(Decision read, long nowMillis) {
        Decision image = read.notAfter(nowMillis);
        boolean first = drawn.put(image.image().text(), image) == null;
        if (first && !image.anomalous()) {
            window.count(
                    image,
                    nowMillis,
                    tally -> tally.drawn(
                            zone(image), image.review().orElseThrow().rate()));
        }
        see(image);
    }

    /** Takes a label, which replaces an earlier one of its image. A verdict that was not found is looked up again. */
    synchronized void labelled(LabelRecord label) {
        labels.remove(label.image().text()); // the newest last
        labels.put(label.image().text(), label);
        lookedUp.remove(label.image().text(), Optional.empty());
        searched = false;
    }

    synchronized void withdrawn(OutputOrigin image) {
        labels.remove(image.text());
    }

    /** Takes what a lookup found of an image. */
    synchronized void lookedUp(OutputOrigin image, Optional<Decision> found, long nowMillis) {
        lookedUp.put(image.text(), found.map(decision -> decision.notAfter(nowMillis)));
    }

    /** A label of which no verdict is known and none was looked up. */
    synchronized Optional<LabelRecord> unresolved() {
        if (searched) {
            return Optional.empty();
        }
        Optional<LabelRecord> found = labels.values().stream()
                .filter(label -> joined(label).isEmpty()
                        && !lookedUp.containsKey(label.image().text()))
                .findFirst();
        searched = found.isEmpty();
        return found;
    }

    /** The label of this image, if no verdict is known of it. */
    synchronized Optional<LabelRecord> unresolved(OutputOrigin image) {
        return Optional.ofNullable(labels.get(image.text()))
                .filter(label -> joined(label).isEmpty());
    }

    private void see(Decision image) {
        if (image.timestampMillis() >= alphaMillis) {
            alphaMillis = image.timestampMillis();
            alpha = image.alpha();
        }
    }

    /** What the labels say of the images of the window that ends now. */
    public synchronized QualityReport report(long nowMillis) {
        Map<String, QualityTally> sources = new HashMap<>();
        QualityTally all = new QualityTally();
        int unresolved = 0;
        for (LabelRecord label : labels.values()) {
            Optional<Joined> joined = joined(label);
            if (joined.isEmpty()) {
                unresolved++;
            } else if (window.holds(joined.get().decision().timestampMillis(), nowMillis)) {
                add(label.label(), joined.get(), all);
                add(
                        label.label(),
                        joined.get(),
                        sources.computeIfAbsent(joined.get().decision().source(), source -> new QualityTally()));
            }
        }
        window.addTo(all, sources, nowMillis);
        Map<String, QualityEstimate> estimates = new HashMap<>();
        sources.forEach((source, tally) -> estimates.put(source, tally.estimate()));
        return new QualityReport(
                all.estimate(),
                estimates,
                alpha == 0 ? OptionalDouble.empty() : OptionalDouble.of(alpha),
                unresolved,
                (int) drawn.keySet().stream()
                        .filter(image -> !labels.containsKey(image))
                        .count());
    }

    /** The images of the window with a sure label, and how many images of the stream each stands for. */
    public synchronized List<LabelledImage> labelledImages(long nowMillis) {
        QualityTally all = new QualityTally();
        Map<LabelRecord, Joined> found = new LinkedHashMap<>();
        for (LabelRecord label : labels.values()) {
            joined(label)
                    .filter(joined -> label.label().sure()
                            && window.holds(joined.decision().timestampMillis(), nowMillis))
                    .ifPresent(joined -> {
                        add(label.label(), joined, all);
                        found.put(label, joined);
                    });
        }
        window.addTo(all, Map.of(), nowMillis);
        List<LabelledImage> images = new ArrayList<>();
        found.forEach((label, joined) -> images.add(new LabelledImage(
                joined.decision().source(),
                label.image().text(),
                label.label(),
                joined.decision().anomalous(),
                joined.decision().pValue(),
                weight(joined, all),
                joined.why())));
        return images;
    }

    /** The images that were drawn for review and have no label, the newest first. */
    public synchronized List<Decision> queue(int limit) {
        List<Decision> waiting = new ArrayList<>();
        drawn.forEach((image, decision) -> {
            if (!labels.containsKey(image)) {
                waiting.add(decision);
            }
        });
        List<Decision> newest = new ArrayList<>();
        for (int i = waiting.size() - 1; i >= 0 && newest.size() < limit; i--) {
            newest.add(waiting.get(i));
        }
        return newest;
    }

    private static double weight(Joined joined, QualityTally all) {
        return switch (joined.why()) {
            case REPORTED -> all.reportedWeight();
            case RANDOM, NEAR ->
                all.drawnWeight(
                        zone(joined.decision()),
                        joined.decision().review().orElseThrow().rate());
            case OTHER -> 0;
        };
    }

    private static void add(Truth truth, Joined joined, QualityTally tally) {
        switch (joined.why()) {
            case REPORTED -> tally.labelReported(truth);
            case RANDOM, NEAR ->
                tally.labelDrawn(
                        truth,
                        zone(joined.decision()),
                        joined.decision().review().orElseThrow().rate());
            case OTHER -> {} // somebody found it: it was not drawn, so it says nothing of others
        }
    }

    private Optional<Joined> joined(LabelRecord label) {
        String image = label.image().text();
        Decision known = reported.get(image);
        known = known == null ? drawn.get(image) : known;
        if (known == null && label.verdict().isPresent()) {
            known = decision(label, label.verdict().get());
        }
        if (known == null) {
            known = lookedUp.getOrDefault(image, Optional.empty()).orElse(null);
        }
        return Optional.ofNullable(known).map(decision -> new Joined(decision, why(decision)));
    }

    private static Choice why(Decision decision) {
        return decision.anomalous()
                ? Choice.REPORTED
                : decision.review().map(review -> review.why()).orElse(Choice.OTHER);
    }

    private static Decision decision(LabelRecord label, LabelledVerdict verdict) {
        return new Decision(
                label.image(),
                label.source().orElse(""),
                label.timestampMillis().orElse(label.atMillis()),
                verdict.anomalous(),
                verdict.pValue(),
                verdict.alpha(),
                verdict.score(),
                Optional.empty());
    }

    /** A p-value is written with nine digits: one of exactly 10 α may be rounded, the reason may not. */
    private static Zone zone(Decision image) {
        return image.review().filter(review -> review.why() == Choice.NEAR).isPresent()
                ? Zone.NEAR
                : ReviewDraw.zone(image.pValue(), image.alpha());
    }
}
