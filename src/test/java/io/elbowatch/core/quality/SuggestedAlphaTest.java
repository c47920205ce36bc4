package io.elbowatch.core.quality;

import io.elbowatch.core.quality.SuggestedAlpha.Doubt;
import io.elbowatch.core.statistics.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SuggestedAlphaTest {
    private static final double ALPHA = 0.01;

    @Test
    void shouldGiveThePrecisionOfEachLowerAlpha() {
        List<LabelledImage> images = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            images.add(reported(i < 16 ? Truth.DEFECT : Truth.NORMAL, 0.004, 3));
            images.add(reported(i < 5 ? Truth.DEFECT : Truth.NORMAL, 0.009, 3));
        }
        images.add(reported(Truth.UNSURE, 0.004, 3));

        List<SuggestedAlpha> table = SuggestedAlpha.table(images, ALPHA, List.of(0.005, ALPHA));

        Estimate lower = table.get(0).precision().orElseThrow();
        assertThat(lower.value()).isEqualTo(0.8, within(1e-12));
        assertThat(lower.low()).isEqualTo(new Proportion(16, 20).interval95().low(), within(1e-12));
        assertThat(lower.labels()).isEqualTo(20);
        assertThat(table.get(1).precision().orElseThrow().value()).isEqualTo(21 / 40.0, within(1e-12));
        assertThat(table.get(1).reported()).isEqualTo(40);
        assertThat(table.get(1).recall()).isEmpty();
        assertThat(table.get(1).doubts()).containsExactly(Doubt.NO_RANDOM);
    }

    @Test
    void shouldSayWhatTheLabelsDoNotTell() {
        List<LabelledImage> images = new ArrayList<>(List.of(reported(Truth.DEFECT, 0.004, 1)));
        List<SuggestedAlpha> table = SuggestedAlpha.table(images, ALPHA, List.of(0.001, 0.005, 0.05, 0.5));
        assertThat(table.get(0).doubts()).contains(Doubt.NONE_REPORTED);
        assertThat(table.get(0).precision()).isEmpty();
        assertThat(table.get(1).doubts()).contains(Doubt.FEW_LABELS);
        assertThat(table.get(2).doubts()).contains(Doubt.BEYOND_REPORTED);
        assertThat(table.get(2).precision()).isEmpty();

        images.add(drawn(Truth.NORMAL, 0.03, 20));
        table = SuggestedAlpha.table(images, ALPHA, List.of(0.05, 0.5));
        assertThat(table.get(0).precision()).isPresent();
        assertThat(table.get(1).doubts()).contains(Doubt.BEYOND_REVIEW);
        assertThat(table.get(1).precision()).isEmpty();

        images.add(drawn(Truth.NORMAL, 0.7, 1000));
        table = SuggestedAlpha.table(images, ALPHA, List.of(0.5));
        assertThat(table.get(0).doubts()).containsExactly(Doubt.FEW_LABELS);
        assertThat(table.get(0).recall()).isPresent();
    }

    /** An image that somebody looked for says nothing of others, and without a weight nothing of how many. */
    @Test
    void shouldNotCountWhatWasNotDrawn() {
        List<LabelledImage> images = List.of(
                new LabelledImage("a", "images-0-1", Truth.DEFECT, false, 0.5, 0, Choice.OTHER),
                new LabelledImage("a", "images-0-2", Truth.DEFECT, false, 0.5, 0, Choice.RANDOM));

        SuggestedAlpha only =
                SuggestedAlpha.table(images, ALPHA, List.of(ALPHA)).get(0);

        assertThat(only.recall()).isEmpty();
        assertThat(only.doubts()).contains(Doubt.NO_RANDOM);
    }

    /** 100 defects and 20,000 normal images, whose p-values are uniform; the review queue draws as by default, tenfold. */
    @Test
    void shouldCoverTheTruthAboveAndBelowTheAlphaInForce() {
        List<Double> alphas = List.of(0.005, 0.01, 0.02, 0.05);
        int[] covered = new int[3 * alphas.size()];
        int repetitions = 200;
        for (int seed = 0; seed < repetitions; seed++) {
            Random random = new Random(seed);
            List<LabelledImage> seen = new ArrayList<>();
            double[] hits = new double[alphas.size()];
            double[] falseAlarms = new double[alphas.size()];
            for (int i = 0; i < 20_100; i++) {
                Truth truth = i < 100 ? Truth.DEFECT : Truth.NORMAL;
                double p = truth == Truth.NORMAL ? 1 - random.nextDouble() : Math.pow(1 - random.nextDouble(), 6);
                for (int k = 0; k < alphas.size(); k++) {
                    if (p <= alphas.get(k)) {
                        (truth == Truth.DEFECT ? hits : falseAlarms)[k]++;
                    }
                }
                double rate = p <= ALPHA ? 1 : p <= 10 * ALPHA ? 0.2 : 0.02;
                if (random.nextDouble() < rate) {
                    seen.add(p <= ALPHA ? reported(truth, p, 1) : drawn(truth, p, 1 / rate));
                }
            }
            List<SuggestedAlpha> table = SuggestedAlpha.table(seen, ALPHA, alphas);
            for (int k = 0; k < alphas.size(); k++) {
                SuggestedAlpha row = table.get(k);
                covered[3 * k] += covers(row.precision().orElseThrow(), hits[k] / (hits[k] + falseAlarms[k]));
                covered[3 * k + 1] += covers(row.falseAlarmRate().orElseThrow(), falseAlarms[k] / 20_000);
                covered[3 * k + 2] += covers(row.recall().orElseThrow(), hits[k] / 100);
            }
        }
        for (int count : covered) {
            assertThat(count / (double) repetitions).isGreaterThanOrEqualTo(0.94);
        }
    }

    @Test
    void shouldLookAtAlphasAroundThatInForce() {
        assertThat(SuggestedAlpha.around(0.003))
                .containsExactly(0.0003, 0.0006, 0.0015, 0.003, 0.006, 0.015, 0.03, 0.06);
        assertThat(SuggestedAlpha.around(0.2)).last().isEqualTo(0.4);
    }

    private static int covers(Estimate estimate, double truth) {
        return estimate.low() <= truth && truth <= estimate.high() ? 1 : 0;
    }

    private static LabelledImage reported(Truth truth, double p, double weight) {
        return new LabelledImage("a", "images-0-1", truth, true, p, weight, Choice.REPORTED);
    }

    private static LabelledImage drawn(Truth truth, double p, double weight) {
        return new LabelledImage("a", "images-0-1", truth, false, p, weight, Choice.RANDOM);
    }
}
