package io.elbowatch.stream.live;

import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.testing.Calibrations;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ScoreAxesTest {
    private static final Judge JUDGE = new Judge(Calibrations.upTo(2_000), 1, Decider.LOCAL, 0.01);

    @ParameterizedTest
    @EnumSource(Decider.class)
    void shouldExpectEveryCalibrationImageOnce(Decider decider) {
        List<ScoreAxis> axes = ScoreAxes.of(new Judge(Calibrations.upTo(2_000), 1, decider, 0.01));

        assertThat(axes).hasSize(1 + Score.values().length);
        assertThat(axes)
                .allSatisfy(
                        axis -> assertThat(Arrays.stream(axis.expected()).sum()).isCloseTo(1, within(1e-3)));
    }

    @Test
    void shouldDrawTheThresholdOfTheScoreThatDecides() {
        ScoreAxis local = ScoreAxes.of(JUDGE).get(1 + Score.LOCAL.ordinal());

        assertThat(local.thresholds()).hasSize(1);
        assertThat(local.thresholds().get(0)).isBetween(local.edges()[0], local.edges()[local.bins()]);
        assertThat(ScoreAxes.of(JUDGE).get(1 + Score.KL.ordinal()).thresholds()).isEmpty();
    }

    @Test
    void shouldPutAPValueOfAlphaBelowTheThreshold() {
        ScoreAxis axis = ScoreAxes.of(JUDGE).get(0);

        assertThat(axis.edges()[axis.bin(0.01) + 1]).isCloseTo(0.01, within(1e-12));
    }

    @Property
    void shouldFindABinForAnyNumber(@ForAll double value) {
        for (ScoreAxis axis : ScoreAxes.of(JUDGE)) {
            assertThat(axis.bin(value)).isBetween(0, axis.bins() - 1);
        }
    }

    @Test
    void shouldCountTheNewestScoresOnly() {
        ScoreSample sample = new ScoreSample(3);
        List<ScoreAxis> axes = ScoreAxes.of(JUDGE).subList(0, 1);
        for (float p : new float[] {0.9f, 0.9f, 0.0001f, 0.9f, 0.9f, 0.9f}) {
            sample.add(new float[] {p});
        }

        assertThat(sample.size()).isEqualTo(3);
        assertThat(sample.counts(axes)[0][axes.get(0).bins() - 1]).isEqualTo(3);
    }
}
