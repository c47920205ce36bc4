package io.elbowatch.lab.rig;

import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DueTimesTest {

    @Property
    void shouldFindEveryImageWhateverTheOrder(
            @ForAll @IntRange(min = 1, max = 8) int partitions, @ForAll @IntRange(min = 1, max = 5_000) int images) {
        DueTimes dueTimes = new DueTimes(partitions);
        long[] offsets = new long[images];
        for (int i = 0; i < images; i++) {
            offsets[i] = dueTimes.enter(i % partitions, i);
        }

        for (int i = images - 1; i >= 0; i--) {
            assertThat(dueTimes.find(i % partitions, offsets[i])).hasValue(i);
        }

        assertThat(dueTimes.outstanding()).isZero();
        assertThat(dueTimes.doubled()).isZero();
    }

    @Test
    void shouldCountASecondResultAndNotTimeIt() {
        DueTimes dueTimes = new DueTimes(1);
        long offset = dueTimes.enter(0, 42);
        dueTimes.find(0, offset);

        OptionalLong second = dueTimes.find(0, offset);

        assertThat(second).isEmpty();
        assertThat(dueTimes.doubled()).isEqualTo(1);
    }

    @Test
    void shouldRefuseTheResultOfAnImageThatWasNeverSent() {
        assertThatThrownBy(() -> new DueTimes(1).find(0, 0)).hasMessageContaining("never sent");
    }
}
