package io.elbowatch.core.verdict;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JoinedRanksTest {
    @Test
    void shouldTakeTheSmallerRankOfEveryImage() {
        double[] allLocals = {9, 1, 2, 3}; // the image of 9 is one that the mixture was fitted to
        double[] ranks = JoinedRanks.of(allLocals, new double[] {3, 1, 2}, new double[] {10, 30, 20});
        // local: 2/4, 4/4, 3/4; density: 3/3, 1/3, 2/3
        assertThat(ranks).containsExactly(1 / 3f, 2 / 4f, 2 / 3f);
    }

    /** The rank of a further image among those of the calibration images is then as likely as every other. */
    @Property(tries = 100)
    void shouldNotDependOnTheOrderOfTheImages(@ForAll long seed, @ForAll @IntRange(min = 2, max = 60) int images) {
        Random random = new Random(seed);
        double[] locals = random.ints(images, 0, 9).asDoubleStream().toArray();
        double[] densities = random.ints(images, 0, 9).asDoubleStream().toArray();
        double[] ranks = JoinedRanks.of(locals, locals, densities);
        assertThat(ranks).isSorted();
        assertThat(Arrays.stream(ranks)).allMatch(rank -> rank > 0 && rank <= 1);
        assertThat(JoinedRanks.of(reversed(locals), reversed(locals), reversed(densities)))
                .isEqualTo(ranks);
    }

    private static double[] reversed(double[] values) {
        double[] reversed = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            reversed[i] = values[values.length - 1 - i];
        }
        return reversed;
    }
}
