package io.elbowatch.lab.rig;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SpreadTest {
    @Test
    void shouldTakeTheMiddleOfAnOddNumber() {
        assertThat(Spread.of(9, 1, 4)).isEqualTo(new Spread(4, 1, 9));
    }

    @Test
    void shouldTakeTheMeanOfTheTwoInTheMiddle() {
        assertThat(Spread.of(9, 1, 4, 5)).isEqualTo(new Spread(4.5, 1, 9));
    }

    @Test
    void shouldRefuseWhatIsNoNumber() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(1, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(Double.POSITIVE_INFINITY));
    }

    @Property(tries = 200)
    void shouldNotDependOnTheOrder(
            @ForAll @NotEmpty List<@DoubleRange(min = -1e9, max = 1e9) Double> figures, @ForAll Random random) {
        List<Double> shuffled = new ArrayList<>(figures);
        Collections.shuffle(shuffled, random);

        assertThat(Spread.of(shuffled, figure -> figure)).isEqualTo(Spread.of(figures, figure -> figure));
    }
}
