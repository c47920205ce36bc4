package io.elbowatch.stream.flow;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TimestampWindowTest {
    private static final long NOW = 1_795_000_000_000L;
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final TimestampWindow KAFKAS_DEFAULT = new TimestampWindow(Long.MAX_VALUE, HOUR, 0);

    @Test
    void shouldLeaveTimestampsThatAreAccepted() {
        for (long timestamp : new long[] {0, NOW - 1_000 * HOUR, NOW, NOW + HOUR - MINUTE}) {
            assertThat(KAFKAS_DEFAULT.nearest(timestamp, NOW)).isEqualTo(timestamp);
        }
        assertThat(TimestampWindow.UNLIMITED.nearest(Long.MAX_VALUE, NOW)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldMoveOthersToTheNearestThatIs() {
        assertThat(KAFKAS_DEFAULT.nearest(NOW + 2 * HOUR, NOW)).isEqualTo(NOW + HOUR - MINUTE);
        assertThat(KAFKAS_DEFAULT.nearest(Long.MAX_VALUE, NOW)).isEqualTo(NOW + HOUR - MINUTE);
        assertThat(new TimestampWindow(HOUR, HOUR, 0).nearest(0, NOW)).isEqualTo(NOW - HOUR + MINUTE);
    }

    /** A timestamp of the present would come too late where nothing of the past is accepted. */
    @Test
    void shouldUseTheFutureWhereThePastIsRefused() {
        assertThat(new TimestampWindow(0, HOUR, 0).nearest(NOW, NOW)).isEqualTo(NOW + MINUTE);
        assertThat(new TimestampWindow(Long.MAX_VALUE, 0, 0).nearest(NOW, NOW)).isEqualTo(NOW - MINUTE);
    }

    /** The clock of a broker may be behind by more than the margin. */
    @Test
    void shouldApproachThePresentWhenABrokerRefuses() {
        TimestampWindow window = KAFKAS_DEFAULT;
        long before = window.nearest(Long.MAX_VALUE, NOW);
        for (int i = 0; i < 20; i++) {
            window = window.narrowed();
            long nearest = window.nearest(Long.MAX_VALUE, NOW);
            assertThat(nearest).isLessThan(before).isGreaterThanOrEqualTo(NOW);
            before = nearest;
        }
        assertThat(before).isLessThan(NOW + 1_000);
        assertThat(window.nearest(0, NOW)).as("the past has no limit").isZero();
    }

    @Test
    void shouldKnowWindowsThatAreTooNarrow() {
        assertThat(new TimestampWindow(0, 0, 0).isUsable()).isFalse();
        assertThat(new TimestampWindow(0, 10_000, 0).isUsable()).isTrue();
        assertThat(TimestampWindow.UNLIMITED.isUsable()).isTrue();
    }

    @Property
    void shouldAlwaysBeAcceptedWithRoomOnBothSides(
            @ForAll long timestamp,
            @ForAll @LongRange(min = 0) long before,
            @ForAll @LongRange(min = 0) long after,
            @ForAll boolean narrow) {
        long beforeMillis = narrow ? before % (4 * HOUR) : before;
        long afterMillis = narrow ? after % (4 * HOUR) : after;
        TimestampWindow window = new TimestampWindow(beforeMillis, afterMillis, 0);
        if (!window.isUsable()) {
            return;
        }
        for (int i = 0; i < 50; i++) {
            long nearest = window.nearest(Math.max(0, timestamp), NOW);
            assertThat(nearest).isNotNegative();
            if (nearest < NOW) {
                assertThat(NOW - nearest).isLessThanOrEqualTo(beforeMillis);
            } else {
                assertThat(nearest - NOW).isLessThanOrEqualTo(afterMillis);
            }
            window = window.narrowed();
        }
    }
}
