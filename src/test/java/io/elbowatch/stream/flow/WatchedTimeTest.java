package io.elbowatch.stream.flow;

import io.elbowatch.core.source.IncidentSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WatchedTimeTest {
    private static final long START = 1_795_188_483_062L;
    private static final long TICK = IncidentSettings.DEFAULT.tick().toMillis();

    private final WatchedTime time = new WatchedTime(IncidentSettings.DEFAULT);

    @BeforeEach
    void begin() {
        time.begin(START);
    }

    @Test
    void shouldPassAsTheWallClockDoes() {
        assertThat(time.at(START + 1)).isEqualTo(START + 1);
        assertThat(time.at(START + TICK)).isEqualTo(START + TICK);
        assertThat(time.at(START + 3 * TICK)).as("a late look").isEqualTo(START + 3 * TICK);
    }

    @Test
    void shouldPassTwoTicksWhereTheClockLeaps() {
        assertThat(time.at(START + 100 * TICK)).isEqualTo(START + 2 * TICK);
        assertThat(time.at(START + 101 * TICK)).isEqualTo(START + 3 * TICK);
    }

    @Test
    void shouldNeverGoBack() {
        assertThat(time.at(START - 100 * TICK)).isEqualTo(START);
        assertThat(time.at(START - 99 * TICK)).isEqualTo(START + TICK);
    }
}
