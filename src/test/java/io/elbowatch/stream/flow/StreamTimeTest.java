package io.elbowatch.stream.flow;

import io.elbowatch.core.source.IncidentSettings;
import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

import static org.assertj.core.api.Assertions.assertThat;

class StreamTimeTest {
    private static final long WALL = 1_000_000_000;
    private static final long FIVE_MINUTES = 300_000;

    private final StreamTime time = new StreamTime(IncidentSettings.DEFAULT);

    @Property
    void shouldNeverGoBackNorFarAhead(@ForAll @LongRange(min = 0) long first, @ForAll @LongRange(min = 0) long second) {
        time.advance(first, WALL);
        long before = time.millis();
        time.advance(second, WALL);
        assertThat(time.millis()).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(WALL + FIVE_MINUTES);
    }

    @Example
    void shouldFollowAClockThatIsALittleAhead() {
        time.advance(WALL + FIVE_MINUTES, WALL);
        assertThat(time.millis()).isEqualTo(WALL + FIVE_MINUTES);
    }

    @Example
    void shouldLetNoClockUseUpMoreThanHalfOfAShortSilence() {
        StreamTime brief = new StreamTime(new IncidentSettings(10_000, Duration.ofSeconds(10), Duration.ofHours(1), 1));
        brief.advance(WALL + 5_001, WALL);
        assertThat(brief.millis()).isZero();
        brief.advance(WALL + 5_000, WALL);
        assertThat(brief.millis()).isEqualTo(WALL + 5_000);
    }

    @Example
    void shouldMoveByOneTickForALeap() {
        time.advance(WALL - 36_000_000, WALL);
        time.advance(WALL, WALL);
        assertThat(time.millis()).isEqualTo(WALL - 36_000_000 + 60_000);
        time.advance(WALL - 1, WALL);
        assertThat(time.millis()).isEqualTo(WALL - 36_000_000 + 60_000);
    }

    @Example
    void shouldContinueAfterARestartWhereItWas() {
        time.restore(1_000, WALL, WALL);
        time.restore(3_000, WALL - 500, WALL);
        time.restore(2_000, Long.MAX_VALUE, WALL);
        time.advance(WALL + 100, WALL);
        assertThat(time.millis()).isEqualTo(3_100);
    }
}
