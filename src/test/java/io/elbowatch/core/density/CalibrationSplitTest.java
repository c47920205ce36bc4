package io.elbowatch.core.density;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CalibrationSplitTest {
    @Property
    void shouldCountThoseThatCalibrate(@ForAll @IntRange(max = 3_000) int images) {
        CalibrationSplit halves = new CalibrationSplit(images);
        long counted = IntStream.range(0, images).filter(i -> !halves.fitted(i)).count();
        assertThat(halves.calibrating()).isEqualTo((int) counted);
        assertThat(halves.calibrating()).isBetween(images / 2 - 10, images / 2 + 10);
    }

    @Property
    void shouldKnowTheFewestImagesOfWhichSoManyCalibrate(@ForAll @IntRange(min = 1, max = 3_000) int needed) {
        int images = (int) CalibrationSplit.imagesFor(needed);
        assertThat(new CalibrationSplit(images).calibrating()).isGreaterThanOrEqualTo(needed);
        assertThat(IntStream.range(0, images).map(i -> new CalibrationSplit(i).calibrating()))
                .allSatisfy(fewer -> assertThat(fewer).isLessThan(needed));
    }

    @Test
    void shouldTakeTenRunsOfEachInTurn() {
        CalibrationSplit halves = new CalibrationSplit(400);
        for (int i = 0; i < 400; i++) {
            assertThat(halves.fitted(i)).isEqualTo(i / 20 % 2 == 0);
        }
    }
}
