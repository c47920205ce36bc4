package io.elbowatch.lab.soak;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FaultPaceTest {

    @Property
    void shouldLetEveryFaultComeAndThenEveryImage(
            @ForAll @IntRange(min = 1, max = 1_000_000_000) int images, @ForAll @IntRange(max = 300) int faults) {
        FaultPace pace = new FaultPace(images, OptionalInt.of(faults), 4_000, OptionalDouble.empty());

        for (int begun = 0; begun < faults; begun++) {
            assertThat(pace.due(begun, pace.maxSent(begun))).isTrue();
            assertThat(pace.maxSent(begun)).isLessThanOrEqualTo(pace.maxSent(begun + 1));
        }
        assertThat(pace.maxSent(faults)).isEqualTo(images);
        assertThat(pace.hasMoreAfter(faults)).isFalse();
    }

    @Test
    void shouldHoldNothingBackWhereTimeDecides() {
        FaultPace pace = new FaultPace(100, OptionalInt.empty(), 4_000, OptionalDouble.empty());

        assertThat(pace.maxSent(0)).isEqualTo(100);
        assertThat(pace.due(7, 0)).isTrue();
        assertThat(pace.imagesPerSecond()).isInfinite();
    }

    @Test
    void shouldSendATenthFasterThanFaultsCome() {
        assertThat(new FaultPace(1_000_000, OptionalInt.of(250), 4_000, OptionalDouble.empty()).imagesPerSecond())
                .isEqualTo(1_100);
    }
}
