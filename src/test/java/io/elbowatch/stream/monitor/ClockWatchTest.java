package io.elbowatch.stream.monitor;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClockWatchTest {
    private long millis = 1_000_000;
    private final ClockWatch clock = new ClockWatch(() -> millis);

    @Test
    void shouldReportAClockThatWasSetBackUntilItHasCaughtUp() {
        assertThat(clock.obstacle()).isEmpty();
        millis += 1_200_000;
        assertThat(clock.obstacle()).isEmpty();

        millis -= 1_190_000;
        assertThat(clock.obstacle())
                .hasValueSatisfying(reason -> assertThat(reason).contains("is 1190 s behind"));
        millis += 1_180_000;
        assertThat(clock.obstacle())
                .hasValueSatisfying(reason -> assertThat(reason).contains("is 10 s behind"));
        millis += 9_000;
        assertThat(clock.obstacle()).isEmpty();
    }

    @Test
    void shouldTolerateTheStepsOfTimeServers() {
        millis += 60_000;
        clock.obstacle();
        millis -= 5_000;

        assertThat(clock.obstacle()).isEmpty();
    }
}
