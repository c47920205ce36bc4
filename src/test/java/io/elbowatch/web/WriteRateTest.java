package io.elbowatch.web;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WriteRateTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
    private final WriteRate rate = new WriteRate(nanos::get);

    @Test
    void shouldAdmitABurstAndThenThatManyASecond() {
        assertThat(admitted("anna", 1000)).isEqualTo(WriteRate.BURST);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));

        assertThat(admitted("anna", 1000)).isEqualTo(2 * WriteRate.PER_SECOND);
    }

    @Test
    void shouldSaveUpNoMoreThanABurst() {
        admitted("anna", 1000);
        nanos.addAndGet(TimeUnit.HOURS.toNanos(9));

        assertThat(admitted("anna", 1000)).isEqualTo(WriteRate.BURST);
    }

    @Test
    void shouldTakeNothingFromOthers() {
        admitted("anna", 10_000);

        assertThat(admitted("ben", 1000)).isEqualTo(WriteRate.BURST);
    }

    private long admitted(String author, int tries) {
        return IntStream.range(0, tries).filter(i -> rate.admit(author)).count();
    }
}
