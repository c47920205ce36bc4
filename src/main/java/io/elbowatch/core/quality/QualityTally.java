package io.elbowatch.core.quality;

import io.elbowatch.core.statistics.Interval;
import io.elbowatch.core.statistics.Proportion;
import io.elbowatch.core.statistics.WeightedCount;
import java.util.Optional;

/**
 * Counts reported images, images that were drawn for review, and labels, and estimates the quality of the verdicts.
 * Tallies can be added. Used by one thread.
 *
 * <p>The labelled images count as a random part of the reported ones, and the labelled images of each
 * {@link Zone zone} as a random part of those drawn there. An image that was drawn with probability π stands for 1/π
 * images (Horvitz and Thompson, 1952). Intervals of shares are Wilson's, those of sums of weights Fay and Feuer's. Where
 * an estimate has two uncertain parts, each has a level of 97.5 %, so both hold at once in at least 95 % of cases
 * (Bonferroni).
 */
public final class QualityTally {
    private static final double ERROR = 0.05;

    private long reported;
    private int reportedDefects;
    private int reportedNormals;
    private int unsure;
    private final Part near = new Part();
    private final Part rest = new Part();

    /** Images that were not reported, by their p-values. An image is in one zone, whatever it was drawn for. */
    public enum Zone {
        /** α &lt; p ≤ 10 α. */
        NEAR,
        /** p above that. */
        REST
    }

    private static final class Part {
        private WeightedCount drawn = WeightedCount.NONE;
        private WeightedCount labelled = WeightedCount.NONE;
        private WeightedCount defects = WeightedCount.NONE;

        private void add(Part other) {
            drawn = drawn.plus(other.drawn);
            labelled = labelled.plus(other.labelled);
            defects = defects.plus(other.defects);
        }

        /** How many drawn images one that is labelled stands for, at least 1; 0 without labels. */
        private double factor() {
            return labelled.sum() == 0 ? 0 : Math.max(1, drawn.sum() / labelled.sum());
        }

        private boolean unknown() {
            return drawn.count() > 0 && labelled.count() == 0;
        }

        private WeightedCount missed() {
            return defects.orHeaviest(labelled).times(factor());
        }
    }

    /** Counts images that were reported. */
    public void reported(long images) {
        reported += images;
    }

    /** Counts an image that was drawn for review and not reported. @param rate the probability with which it was drawn */
    public void drawn(Zone zone, double rate) {
        Part part = part(zone);
        part.drawn = part.drawn.plus(1 / rate);
    }

    /** Counts the label of a reported image. */
    public void labelReported(Truth truth) {
        switch (truth) {
            case DEFECT -> reportedDefects++;
            case NORMAL -> reportedNormals++;
            case UNSURE -> unsure++;
        }
    }

    /** Counts the label of an image that was drawn for review and not reported. @param rate as in {@link #drawn} */
    public void labelDrawn(Truth truth, Zone zone, double rate) {
        if (!truth.sure()) {
            unsure++;
            return;
        }
        Part part = part(zone);
        part.labelled = part.labelled.plus(1 / rate);
        if (truth == Truth.DEFECT) {
            part.defects = part.defects.plus(1 / rate);
        }
    }

    /** Counts everything that another tally has counted. */
    public void add(QualityTally other) {
        reported += other.reported;
        reportedDefects += other.reportedDefects;
        reportedNormals += other.reportedNormals;
        unsure += other.unsure;
        near.add(other.near);
        rest.add(other.rest);
    }

    /** The weight of a labelled image that was reported; 0 while none is labelled. */
    public double reportedWeight() {
        int labels = reportedDefects + reportedNormals;
        return labels == 0 ? 0 : Math.max(1, reported / (double) labels);
    }

    /** The weight of a labelled image that was drawn and not reported; 0 while none is labelled. */
    public double drawnWeight(Zone zone, double rate) {
        return part(zone).factor() / rate;
    }

    /** What the counts say. */
    public QualityEstimate estimate() {
        int labels = reportedDefects + reportedNormals;
        if (labels == 0) {
            return new QualityEstimate(Optional.empty(), Optional.empty(), Optional.empty(), reported, unsure);
        }
        Proportion defects = new Proportion(reportedDefects, labels);
        Interval interval = defects.interval(ERROR);
        Interval half = defects.interval(ERROR / 2);
        long images = Math.max(reported, labels); // a label may be known before the record that reports its image
        return new QualityEstimate(
                Optional.of(new Estimate(defects.share(), interval.low(), interval.high(), labels)),
                falseAlarmRate(defects.share(), half, images, labels),
                recall(defects.share(), half, images, labels),
                reported,
                unsure);
    }

    /**
     * F / (F + U): F false alarms, U images that were not reported. The defects among U, which were missed, count as
     * normal: the rate is too low by their share, which is far below the width of the interval where defects are rare.
     */
    private Optional<Estimate> falseAlarmRate(double precision, Interval half, long images, int labels) {
        WeightedCount others = near.drawn.plus(rest.drawn);
        if (rest.drawn.count() == 0) {
            return Optional.empty();
        }
        Interval sum = others.interval(ERROR / 2);
        return Optional.of(new Estimate(
                share(images * (1 - precision), others.sum()),
                share(images * (1 - half.high()), sum.high()),
                share(images * (1 - half.low()), sum.low()),
                labels));
    }

    /** T / (T + M): T reported defects, M missed ones. */
    private Optional<Estimate> recall(double precision, Interval half, long images, int labels) {
        if (near.unknown() || rest.labelled.count() == 0) {
            return Optional.empty();
        }
        WeightedCount missed = near.missed().plus(rest.missed());
        if (reportedDefects + missed.count() == 0) {
            return Optional.empty(); // no defect is known: nothing could be recalled
        }
        Interval sum = missed.interval(ERROR / 2);
        return Optional.of(new Estimate(
                share(images * precision, missed.sum()),
                share(images * half.low(), sum.high()),
                share(images * half.high(), sum.low()),
                labels + near.labelled.count() + rest.labelled.count()));
    }

    private Part part(Zone zone) {
        return zone == Zone.NEAR ? near : rest;
    }

    private static double share(double part, double other) {
        return part == 0 ? 0 : part / (part + other);
    }
}
