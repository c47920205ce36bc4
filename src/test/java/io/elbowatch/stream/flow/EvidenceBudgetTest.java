package io.elbowatch.stream.flow;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EvidenceBudgetTest {
    private static final long PICTURE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private long nanos = Long.MAX_VALUE - 1; // the clock may overflow
    private final EvidenceBudget budget = new EvidenceBudget(() -> nanos);

    @Test
    void shouldGiveATenthOfTheTimeToPictures() {
        long spentMillis = 0;
        for (int millis = 0; millis < 100_000; millis += 10) {
            if (budget.isOpen()) {
                budget.spend(PICTURE_NANOS);
                spentMillis += 50;
            }
            nanos += TimeUnit.MILLISECONDS.toNanos(10);
        }
        assertThat(spentMillis).isBetween(10_000L, 10_600L);
    }

    @Test
    void shouldGiveHalfASecondAtOnce() {
        nanos += TimeUnit.HOURS.toNanos(1);
        int pictures = 0;
        while (budget.isOpen()) {
            budget.spend(PICTURE_NANOS);
            pictures++;
        }
        assertThat(pictures).isEqualTo(10);
    }
}
