package io.elbowatch.lab.bench.throughput;

import io.elbowatch.lab.rig.Spread;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundsTest {
    @Test
    void shouldCompareWithinEachRound() {
        Rounds rounds = new Rounds();
        for (double pace : new double[] {1, 100, 10}) { // the machine's, which is in both
            rounds.add(Variant.MODEL_BATCH, run(1_000 * pace));
            rounds.add(Variant.ELBOWATCH, run(800 * pace));
        }

        assertThat(rounds.ratio(Variant.ELBOWATCH, Variant.MODEL_BATCH)).isEqualTo(new Spread(0.8, 0.8, 0.8));
    }

    private static Run run(double imagesPerSecond) {
        return new Run(1, 1, imagesPerSecond, 1, 1, 1, 1);
    }
}
