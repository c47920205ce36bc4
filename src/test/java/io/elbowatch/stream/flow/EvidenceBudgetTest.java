package io.elbowatch.stream.flow;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class EvidenceBudgetTest {
    private static final long START = 1_795_957_345_678L;
    private static final long PICTURE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final EvidenceBudget budget = new EvidenceBudget();

    /** Two threads, of which one has an older time. */
    @ParameterizedTest
    @ValueSource(longs = {0, 50, 5_000})
    void shouldGiveATenthOfTheTimeToPictures(long older) {
        long spentMillis = 0;
        for (long now = START; now < START + 100_000; now += 10) {
            spentMillis += picture(now) + picture(now - older);
        }
        assertThat(spentMillis).isBetween(10_000L, 10_600L);
    }

    @Test
    void shouldGiveHalfASecondAtOnce() {
        assertThat(allAt(START)).isEqualTo(500);
        assertThat(allAt(START + TimeUnit.HOURS.toMillis(1))).isBetween(500L, 550L);
    }

    @Test
    void shouldGoOnFromAClockThatIsSetBack() {
        allAt(START);
        long setBack = START - TimeUnit.HOURS.toMillis(1);
        assertThat(allAt(setBack)).isZero();

        assertThat(allAt(setBack + 1_000)).isBetween(50L, 150L);
    }

    private long allAt(long nowMillis) {
        long spent = 0;
        for (long picture = picture(nowMillis); picture > 0; picture = picture(nowMillis)) {
            spent += picture;
        }
        return spent;
    }

    /** Returns the milliseconds of a picture, 0 without one. */
    private long picture(long nowMillis) {
        if (!budget.isOpen(nowMillis)) {
            return 0;
        }
        budget.spend(PICTURE_NANOS);
        return 50;
    }
}
