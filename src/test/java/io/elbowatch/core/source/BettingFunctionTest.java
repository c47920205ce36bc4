package io.elbowatch.core.source;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BettingFunctionTest {

    /** Of p-values that are ranks among n, the bet is worth 1 on average at most: the bound of false incidents rests on it. */
    @Property(tries = 200)
    void shouldBeFairAgainstRanks(@ForAll @IntRange(min = 1, max = 20_000) int n) {
        for (BettingFunction bet : BettingFunction.ALL) {
            double sum = 0;
            for (int rank = 1; rank <= n + 1; rank++) {
                sum += bet.factor(rank / (n + 1.0));
            }
            assertThat(sum / (n + 1)).isLessThanOrEqualTo(1).isGreaterThan(0.1);
        }
    }

    /** Then p-values that are larger, as those of ties are, make it worth less. */
    @Property
    void shouldFallInP(
            @ForAll @DoubleRange(min = 1e-9, max = 1) @Scale(9) double p,
            @ForAll @DoubleRange(min = 1e-9, max = 1) @Scale(9) double q) {
        for (BettingFunction bet : BettingFunction.ALL) {
            assertThat(bet.factor(Math.min(p, q))).isGreaterThanOrEqualTo(bet.factor(Math.max(p, q)));
        }
    }

    @Property(tries = 1)
    void shouldComeNearToOneWhereRanksAreMany() {
        for (BettingFunction bet : BettingFunction.ALL) {
            double sum = 0;
            int n = 1_000_000;
            for (int rank = 1; rank <= n; rank++) {
                sum += bet.factor(rank / (double) n);
            }
            // The most that bets on the smallest p-values miss of it is their share below 1/n, n^-ε.
            assertThat(sum / n).isCloseTo(1, within(bet.share() * Math.pow(n, -bet.epsilon())));
        }
    }
}
