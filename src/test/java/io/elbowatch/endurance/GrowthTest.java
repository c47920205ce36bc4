package io.elbowatch.endurance;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GrowthTest {
    private static final int SAMPLES = 40;

    @Test
    void shouldReportALevelReachedInTheFirstQuarterAsFlat() {
        assertThat(grows(i -> i < 10 ? 100 + 20 * i : 300 + i % 3)).isFalse();
    }

    @Test
    void shouldFindASteadyLeak() {
        assertThat(grows(i -> 200 + 0.8 * i)).isTrue();
    }

    @Test
    void shouldIgnoreASinglePeak() {
        assertThat(grows(i -> i == 35 ? 900 : 300)).isFalse();
    }

    /** What live quality keeps grows to a limit, which an hour does not reach. */
    @Test
    void shouldNotTakeWhatIsKeptForALeakOfTheHeap() {
        assertThat(heap(i -> 50 + 0.5 * i, 0)).matches(growth -> !growth.flat());
        assertThat(heap(i -> 50 + 0.5 * i, 1_050)).matches(Growth::flat);
    }

    private static Growth heap(IntToDoubleFunction megabytes, long keptEach) {
        List<Usage> samples = IntStream.range(0, SAMPLES)
                .mapToObj(i -> new Usage(i, i, 300, megabytes.applyAsDouble(i), 4, 60, 120, i * keptEach))
                .toList();
        return Growth.of(samples).stream()
                .filter(growth -> growth.figure().equals("HEAP"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldRefuseTooFewSamples() {
        assertThatThrownBy(() -> Growth.of(List.of())).hasMessageContaining("too few");
    }

    private static boolean grows(IntToDoubleFunction residentMegabytes) {
        List<Usage> samples = IntStream.range(0, SAMPLES)
                .mapToObj(i -> new Usage(i, i, residentMegabytes.applyAsDouble(i), 50, 4, 60, 120, 0))
                .toList();
        List<Growth> growing =
                Growth.of(samples).stream().filter(growth -> !growth.flat()).toList();
        assertThat(growing).allMatch(growth -> growth.figure().equals("RESIDENT"));
        return !growing.isEmpty();
    }
}
