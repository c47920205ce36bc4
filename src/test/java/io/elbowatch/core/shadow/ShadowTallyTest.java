package io.elbowatch.core.shadow;

import io.elbowatch.testing.Tallies;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ShadowTallyTest {

    @Test
    void shouldCountAgreementAndFlips() {
        ShadowTally tally = Tallies.hundred().now();

        assertThat(tally.counts()).isEqualTo(new ShadowCounts(100, 2, 5, 3));
        assertThat(tally.agreement()).hasValue(0.92);
        assertThat(tally.counts().reported()).isEqualTo(5);
        assertThat(tally.counts().reportedByShadow()).isEqualTo(7);
        assertThat(tally.shift().tenfoldLower()).isEqualTo(5);
        assertThat(tally.shift().tenfoldHigher()).isEqualTo(3);
        assertThat(tally.meanShift().orElseThrow()).isCloseTo(-2 * 3 / 100.0, within(1e-9));
        assertThat(tally.millisPerImage()).hasValue(2);
    }

    @Test
    void shouldSumTheTalliesOfInstances() {
        TallyCounter other = new TallyCounter(Tallies.PAIR, OptionalLong.of(12), 500);
        other.compared("camera-8", false, 0.5, true, 0.0001);
        other.leftOut();
        other.failed();

        List<ShadowTally> sums = ShadowTally.sum(List.of(Tallies.hundred().now(), other.now()));

        assertThat(sums).hasSize(1);
        ShadowTally sum = sums.get(0);
        assertThat(sum.counts()).isEqualTo(new ShadowCounts(101, 2, 6, 3));
        assertThat(sum.fromMillis()).isEqualTo(500);
        assertThat(sum.leftOut()).isEqualTo(1);
        assertThat(sum.failed()).isEqualTo(1);
        assertThat(sum.sources()).extracting(SourceCounts::source).containsExactly("camera-7", "camera-8");
    }

    @Test
    void shouldKeepTwoPairsApart() {
        ShadowPair other = new ShadowPair(Tallies.side("camera-7", "1.0.0"), Tallies.side("camera-7-next", "1.2.0"));
        TallyCounter counter = new TallyCounter(other, OptionalLong.empty(), 0);

        assertThat(ShadowTally.sum(List.of(counter.now(), Tallies.hundred().now())))
                .hasSize(2);
    }

    @Test
    void shouldBoundTheSources() {
        TallyCounter counter = new TallyCounter(Tallies.PAIR, OptionalLong.empty(), 0);
        for (int i = 0; i < 3 * TallyCounter.MAX_SOURCES; i++) {
            counter.compared("camera-" + i, false, 0.5, false, 0.5);
        }

        assertThat(counter.now().sources()).hasSize(TallyCounter.MAX_SOURCES);
        assertThat(counter.now().counts().images()).isEqualTo(3 * TallyCounter.MAX_SOURCES);
    }
}
