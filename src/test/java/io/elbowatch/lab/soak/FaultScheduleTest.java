package io.elbowatch.lab.soak;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FaultScheduleTest {
    private static final List<FaultKind> ALL = Arrays.asList(FaultKind.values());
    private static final Duration PAUSE = Duration.ofSeconds(4);

    @Property(tries = 50)
    void shouldBeAFunctionOfTheSeed(@ForAll long seed) {
        assertThat(faults(seed, 40)).isEqualTo(faults(seed, 40));
    }

    @Property(tries = 50)
    void shouldHaveEveryKindOnceBeforeAnyTwice(@ForAll long seed) {
        List<FaultKind> kinds =
                faults(seed, 2 * ALL.size()).stream().map(Fault::kind).toList();

        assertThat(new HashSet<>(kinds.subList(0, ALL.size()))).hasSameSizeAs(ALL);
        assertThat(new HashSet<>(kinds.subList(ALL.size(), 2 * ALL.size()))).hasSameSizeAs(ALL);
    }

    /** As the seed draws it. */
    @Test
    void shouldLetClocksJumpAheadAndBack() {
        List<Fault> jumps = faults(1, 40 * ALL.size()).stream()
                .filter(fault -> fault.kind() == FaultKind.CLOCK_JUMPS_OF_BROKER)
                .toList();

        assertThat(jumps).hasSize(40);
        assertThat(jumps).anyMatch(fault -> fault.clockJump().isNegative());
        assertThat(jumps).anyMatch(fault -> !fault.clockJump().isNegative());
        assertThat(jumps)
                .allMatch(fault ->
                        fault.describe().endsWith(", " + fault.clockJump().toMinutes() + " min"));
    }

    @Test
    void shouldPauseAsLongAsItIsToldOnAverage() {
        double meanMillis = faults(1, 10_000).stream()
                .mapToLong(fault -> fault.pause().toMillis())
                .average()
                .orElseThrow();

        // Uniform over 4 s: the mean of 10,000 lies within 50 ms but for one in 60,000.
        assertThat(meanMillis).isBetween(3_950.0, 4_050.0);
    }

    private static List<Fault> faults(long seed, int count) {
        FaultSchedule schedule = new FaultSchedule(seed, PAUSE, FaultSchedule.LONGEST, ALL, 8);
        return Stream.generate(schedule::next).limit(count).toList();
    }
}
