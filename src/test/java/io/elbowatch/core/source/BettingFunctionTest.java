package io.elbowatch.core.source;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BettingFunctionTest {

    /**
     * The mean of the factor over p-values that are ranks among n is at most 1: the bound of false incidents rests on
     * it.
     */
    @Property(tries = 200)
    void shouldBeFairAgainstRanks(@ForAll @IntRange(min = 1, max = 20_000) int n) {
        for (BettingFunction function : BettingFunction.ALL) {
            double sum = 0;
            for (int rank = 1; rank <= n + 1; rank++) {
                sum += function.factor(rank / (n + 1.0));
            }
            assertThat(sum / (n + 1)).isLessThanOrEqualTo(1).isGreaterThan(0.1);
        }
    }

    /** Then p-values that are larger, as those of ties are, make it worth less. */
    @Property
    void shouldFallInP(
            @ForAll @DoubleRange(min = 1e-9, max = 1) @Scale(9) double p,
            @ForAll @DoubleRange(min = 1e-9, max = 1) @Scale(9) double q) {
        for (BettingFunction function : BettingFunction.ALL) {
            assertThat(function.factor(Math.min(p, q))).isGreaterThanOrEqualTo(function.factor(Math.max(p, q)));
        }
    }

    @Property(tries = 1)
    void shouldComeNearToOneWhereRanksAreMany() {
        for (BettingFunction function : BettingFunction.ALL) {
            double sum = 0;
            int n = 1_000_000;
            for (int rank = 1; rank <= n; rank++) {
                sum += function.factor(rank / (double) n);
            }
            // The sum misses at most the integral below 1/n, which is n^-ε.
            assertThat(sum / n).isCloseTo(1, within(function.share() * Math.pow(n, -function.epsilon())));
        }
    }
}
