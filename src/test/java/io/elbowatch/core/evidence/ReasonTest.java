package io.elbowatch.core.evidence;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Thresholds.Side;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Terms;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ReasonTest {
    private static final List<String> NAMES = List.of("brightness_mean");

    @Property
    void shouldGiveAReasonForEveryAnomaly(
            @ForAll Decider decider,
            @ForAll @IntRange(min = 0, max = 1100) int nll,
            @ForAll @IntRange(min = 0, max = 1100) int kl,
            @ForAll @IntRange(min = 0, max = 1100) int local,
            @ForAll @IntRange(min = 0, max = 1100) int density) {
        Judge judge = new Judge(Calibrations.upTo(999), 1, decider, 0.05);
        ElboTerms terms = Terms.of(nll, 0, kl, local, density);
        Verdict verdict = judge.judge(terms);

        List<Reason> reasons = Reason.of(judge, verdict, terms.features(), NAMES);

        if (verdict.anomalous()) {
            assertThat(reasons).isNotEmpty();
        }
        assertThat(reasons).isSortedAccordingTo((a, b) -> Double.compare(a.pValue(), b.pValue()));
        assertThat(reasons).allSatisfy(reason -> {
            double beyond = reason.value() - reason.limit();
            assertThat(reason.side() == Side.UPPER ? beyond : -beyond).isPositive();
            assertThat(reason.pValue()).isLessThanOrEqualTo(judge.alpha());
        });
    }

    @Test
    void shouldNameEveryScoreThatIsOutOfRangeWhateverTheDecider() {
        Judge judge = new Judge(Calibrations.upTo(999), 1, Decider.LOCAL, 0.05);
        ElboTerms terms = Terms.of(1, 0, 0, 2000, 500);

        List<Reason> reasons = Reason.of(judge, judge.judge(terms), terms.features(), NAMES);

        assertThat(reasons).extracting(Reason::score).containsExactly(Score.LOCAL, Score.ELBO);
        assertThat(reasons.get(0)).isEqualTo(new Reason(Score.LOCAL, Side.UPPER, 2000, 950, 0.001, List.of()));
        assertThat(reasons.get(1).side()).isEqualTo(Side.LOWER);
    }

    @Test
    void shouldNameTheFeatureThatIsFurthestOut() {
        Judge judge = new Judge(Calibrations.upTo(999), 1, Decider.DENSITY, 0.05);
        ElboTerms terms = Terms.of(500, 0, 500, 500, 2000);

        List<Reason> reasons = Reason.of(judge, judge.judge(terms), terms.features(), NAMES);

        assertThat(reasons)
                .filteredOn(reason -> reason.score() == Score.DENSITY)
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.features()).extracting(Deviation::feature).containsExactly("brightness_mean");
                    // the density is π·f², and the feature has the variance 1/2π
                    assertThat(reason.features().get(0).spreads()).isCloseTo(Math.sqrt(2 * 2000), within(1e-3));
                    assertThat(reason.features().get(0).words()).isEqualTo("bright");
                });
    }
}
