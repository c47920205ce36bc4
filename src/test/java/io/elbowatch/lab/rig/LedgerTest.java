package io.elbowatch.lab.rig;

import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LedgerTest {

    @Property
    void shouldFindEveryImageWhateverTheOrder(
            @ForAll @IntRange(min = 1, max = 8) int partitions, @ForAll @IntRange(min = 1, max = 5_000) int images) {
        Ledger ledger = new Ledger(partitions);
        long[] offsets = new long[images];
        for (int i = 0; i < images; i++) {
            offsets[i] = ledger.enter(i % partitions, i);
        }

        for (int i = images - 1; i >= 0; i--) {
            assertThat(ledger.find(i % partitions, offsets[i])).hasValue(i);
        }

        assertThat(ledger.outstanding()).isZero();
        assertThat(ledger.doubled()).isZero();
    }

    @Test
    void shouldCountASecondResultAndNotTimeIt() {
        Ledger ledger = new Ledger(1);
        long offset = ledger.enter(0, 42);
        ledger.find(0, offset);

        OptionalLong second = ledger.find(0, offset);

        assertThat(second).isEmpty();
        assertThat(ledger.doubled()).isEqualTo(1);
    }

    @Test
    void shouldRefuseTheResultOfAnImageThatWasNeverSent() {
        assertThatThrownBy(() -> new Ledger(1).find(0, 0)).hasMessageContaining("never sent");
    }
}
