package io.elbowatch.core.replay;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FailConditionTest {

    @ParameterizedTest
    @CsvSource({
        "reported > 0.002, 0.003, true",
        "reported > 0.002, 0.002, false",
        "reported>=0.2%, 0.002, true",
        "flips < 3, 2, true",
        "flips <= 3, 4, false",
        "ks > 1e-3, 0.01, true"
    })
    void shouldCompare(String text, double value, boolean holds) {
        assertThat(FailCondition.of(text).holds(value)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wrong_alarms > 0.002 | there is no 'wrong_alarms'; there are reported, reported_before, flips",
                "reported > | is no condition: NAME, one of > >= < <=, and a number",
                "reported == 1 | is no condition",
                "reported > 1.2.3 | '1.2.3' is no number",
                "'' | is no condition"
            })
    void shouldSayWhatIsWrong(String text, String why) {
        assertThatThrownBy(() -> FailCondition.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void shouldKnowNothingOfFlipsWithoutOldScores() {
        ReplayTable table = new ReplayTable();
        table.add(0, 1, 10, "a", new Outcome(true, false, new float[Outcome.NAMES.size()]));
        Replay replay = Replay.of(table, false);

        assertThat(FailCondition.of("flips > 0").value(replay)).isEmpty();
        assertThat(FailCondition.of("ks > 0").value(replay)).isEmpty();
        assertThat(FailCondition.of("reported > 0").value(replay)).isEqualTo(OptionalDouble.of(1));
    }
}
