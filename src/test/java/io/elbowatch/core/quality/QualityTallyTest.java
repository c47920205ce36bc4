package io.elbowatch.core.quality;

import io.elbowatch.core.quality.QualityTally.Zone;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repeats the life of a stream with known truth: images with p-values, reported ones, drawn ones at rates that change,
 * labels of a part of them. The intervals must cover the truth as often as they say. {@code -Dtable=true} prints the rows
 * of docs/labels.md.
 */
class QualityTallyTest {
    private static final int REPETITIONS = 1_000;
    private static final double ALPHA = 0.001;

    /** A stream. Seeds are fixed: a failure is a fault. */
    private enum Stream {
        /** One defect in 200 images, of which nine in ten are found; many labels. */
        USUAL(200_000, 0.005, 0.1, 0.001, 0.05, 0.5, 0.8, 1),
        /** One defect in 10,000: most of what is reported is a false alarm. */
        RARE(200_000, 0.0001, 0.1, 0.001, 0.05, 0.9, 0.8, 1),
        /** Half of the defects are missed, and few images are labelled. */
        POOR(100_000, 0.005, 1, 0.002, 0.05, 0.1, 0.3, 1),
        /** The rates are lowered to a fifth for half of the time. */
        LOWERED(200_000, 0.005, 0.5, 0.002, 0.1, 0.3, 0.5, 0.2),
        /** Few images at all. */
        SHORT(20_000, 0.005, 0.3, 0.01, 0.1, 0.8, 0.9, 1);

        private final int images;
        private final double defects;
        private final double spread; // of the p-values of defects: larger is worse
        private final double randomRate;
        private final double nearRate;
        private final double labelledReported;
        private final double labelledDrawn;
        private final double lowered;

        Stream(
                int images,
                double defects,
                double spread,
                double randomRate,
                double nearRate,
                double labelledReported,
                double labelledDrawn,
                double lowered) {
            this.images = images;
            this.defects = defects;
            this.spread = spread;
            this.randomRate = randomRate;
            this.nearRate = nearRate;
            this.labelledReported = labelledReported;
            this.labelledDrawn = labelledDrawn;
            this.lowered = lowered;
        }
    }

    /** How often an estimate was there and covered the truth, its mean, and the mean of the truth. */
    private static final class Coverage {
        private int made;
        private int covered;
        private double values;
        private double truths;
        private double widths;

        void add(Optional<Estimate> estimate, double truth) {
            if (estimate.isEmpty()) {
                return;
            }
            Estimate found = estimate.get();
            made++;
            covered += found.low() <= truth && truth <= found.high() ? 1 : 0;
            values += found.value();
            truths += truth;
            widths += found.high() - found.low();
        }

        double share() {
            return covered / (double) made;
        }

        String cells() {
            return String.format(
                    Locale.ROOT,
                    "%.4g | %.4g | %.2g | %.1f %%",
                    truths / made,
                    values / made,
                    widths / made,
                    100 * share());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCoverTheTruthAsOftenAsItSays(Stream stream) {
        SplittableRandom random = new SplittableRandom(19 + stream.ordinal());
        Coverage precision = new Coverage();
        Coverage falseAlarms = new Coverage();
        Coverage recall = new Coverage();
        for (int i = 0; i < REPETITIONS; i++) {
            repeat(stream, random.split(), precision, falseAlarms, recall);
        }
        if (Boolean.getBoolean("table")) {
            String name = stream.name().toLowerCase(Locale.ROOT);
            System.out.println("| " + name + " | precision | " + precision.cells() + " |");
            System.out.println("| | false-alarm rate | " + falseAlarms.cells() + " |");
            System.out.println("| | recall | " + recall.cells() + " |");
        }

        for (Coverage each : new Coverage[] {precision, falseAlarms, recall}) {
            assertThat(each.made).isGreaterThan(REPETITIONS * 9 / 10);
            assertThat(each.share()).isGreaterThan(0.95 - 3 * Math.sqrt(0.95 * 0.05 / REPETITIONS));
        }
    }

    private static void repeat(
            Stream stream, SplittableRandom random, Coverage precision, Coverage falseAlarms, Coverage recall) {
        QualityTally tally = new QualityTally();
        long[] counts = new long[4]; // reported defects, reported normals, missed defects, other normals
        for (double factor : new double[] {1, stream.lowered}) {
            int images = stream.images / 2;
            int defects = binomial(images, stream.defects, random);
            for (int i = 0; i < defects; i++) {
                double p = 2 * ALPHA * random.nextDouble() * Math.pow(random.nextDouble(), -stream.spread);
                if (p <= ALPHA) {
                    counts[0]++;
                    report(1, true, stream, tally, random);
                } else {
                    counts[2]++;
                    offer(1, true, ReviewDraw.zone(p, ALPHA), factor, stream, tally, random);
                }
            }
            // The p-values of normal images are uniform: how many are in a zone is binomial.
            int reported = binomial(images - defects, ALPHA, random);
            int others = images - defects - reported;
            int near = binomial(others, 9 * ALPHA / (1 - ALPHA), random);
            counts[1] += reported;
            counts[3] += others;
            report(reported, false, stream, tally, random);
            offer(near, false, Zone.NEAR, factor, stream, tally, random);
            offer(others - near, false, Zone.REST, factor, stream, tally, random);
        }
        QualityEstimate estimate = tally.estimate();
        precision.add(estimate.precision(), share(counts[0], counts[1]));
        falseAlarms.add(estimate.falseAlarmRate(), share(counts[1], counts[3]));
        recall.add(estimate.recall(), share(counts[0], counts[2]));
    }

    private static void report(int images, boolean defect, Stream stream, QualityTally tally, SplittableRandom random) {
        tally.reported(images);
        int labels = binomial(images, stream.labelledReported, random);
        for (int i = 0; i < labels; i++) {
            tally.labelReported(truth(defect, random));
        }
    }

    private static void offer(
            int images,
            boolean defect,
            Zone zone,
            double factor,
            Stream stream,
            QualityTally tally,
            SplittableRandom random) {
        double rate = factor * (zone == Zone.NEAR ? stream.nearRate : stream.randomRate);
        int drawn = binomial(images, rate, random);
        for (int i = 0; i < drawn; i++) {
            tally.drawn(zone, rate);
            if (random.nextDouble() < stream.labelledDrawn) {
                tally.labelDrawn(truth(defect, random), zone, rate);
            }
        }
    }

    /** By the gaps between hits: as many steps as hits. */
    private static int binomial(int trials, double probability, SplittableRandom random) {
        int hits = 0;
        double at = 0;
        while (true) {
            at += 1 + Math.floor(Math.log(1 - random.nextDouble()) / Math.log1p(-probability));
            if (at > trials) {
                return hits;
            }
            hits++;
        }
    }

    private static Truth truth(boolean defect, SplittableRandom random) {
        return random.nextInt(20) == 0 ? Truth.UNSURE : defect ? Truth.DEFECT : Truth.NORMAL;
    }

    private static double share(long part, long other) {
        return part / (double) (part + other);
    }
}
