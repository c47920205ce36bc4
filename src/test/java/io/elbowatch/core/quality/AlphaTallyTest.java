package io.elbowatch.core.quality;

import io.elbowatch.core.quality.AlphaTally.Outcome;
import io.elbowatch.core.quality.AlphaTally.Source;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AlphaTallyTest {
    private final AlphaTally tally = new AlphaTally();

    @Test
    void shouldSayWhatAnotherAlphaWouldHaveReported() {
        tally.add("line-1", 0.001, true);
        tally.add("line-1", 0.004, false);
        tally.add("line-1", 0.5, false);
        tally.add("line-2", 0.004, false);
        tally.add("line-3", 0.9, false);

        assertThat(tally.at(0.004, 10))
                .isEqualTo(
                        new Outcome(5, 1, 3, 2, List.of(new Source("line-1", 3, 1, 2), new Source("line-2", 1, 0, 1))));
        assertThat(tally.at(0.0005, 10)).isEqualTo(new Outcome(5, 1, 0, 1, List.of(new Source("line-1", 3, 1, 0))));
        assertThat(tally.at(0.004, 1).sources()).hasSize(1);
    }

    @Test
    void shouldRefuseAnAlphaThatItDoesNotKnow() {
        for (double alpha : new double[] {0, -1, 0.11, 1, Double.NaN}) {
            assertThatThrownBy(() -> tally.at(alpha, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Property
    void shouldCountEveryImageInABinThatHoldsIt(
            @ForAll @Size(max = 50) List<@DoubleRange(min = 0, minIncluded = false, max = 1) Double> pValues) {
        AlphaTally counted = new AlphaTally();
        pValues.forEach(p -> counted.add("a", p, false));

        long below = 0;
        for (int i = 0; i < counted.edges().length; i++) {
            below += counted.counts()[i];
            double edge = counted.edges()[i] * (1 + 1e-9);
            assertThat(below)
                    .isLessThanOrEqualTo(pValues.stream().filter(p -> p <= edge).count() + (i == 0 ? 50 : 0));
        }
        assertThat(below).isEqualTo(pValues.size());
    }
}
