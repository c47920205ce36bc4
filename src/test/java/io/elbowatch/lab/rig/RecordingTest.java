package io.elbowatch.lab.rig;

import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class RecordingTest {

    @Test
    void shouldLeaveOutWhatWasToBeSentInTheWarmUp() {
        Recording recording = new Recording(1_000_000, 2_000_000);
        recording.result(999_999, 900_000_000);
        recording.result(1_000_000, 6_000_000);

        Measurement measurement = recording.measurement();

        assertThat(measurement.images()).isEqualTo(1);
        assertThat(measurement.maxMillis()).isEqualTo(5, within(0.01));
    }

    @Test
    void shouldCountResultsByWhenTheyWereRead() {
        long second = TimeUnit.SECONDS.toNanos(1);
        Recording recording = new Recording(second, 3 * second);
        recording.result(0, second);
        recording.result(second, 2 * second);
        recording.result(second, 3 * second);

        assertThat(recording.measurement().imagesPerSecond()).isEqualTo(1);
    }

    @Test
    void shouldRateFullLoadUntilItsLastResult() {
        long second = TimeUnit.SECONDS.toNanos(1);
        Recording recording = new Recording(second, 2 * second);
        recording.result(0, second);
        recording.result(0, 3 * second);
        recording.result(second, 5 * second);

        assertThat(recording.resultsPerSecondToTheLast()).isEqualTo(.5);
    }

    @Property
    void shouldGivePercentilesThatNeverFall(
            @ForAll @NotEmpty List<@IntRange(min = 1_000, max = Integer.MAX_VALUE) Integer> latencies) {
        Recording recording = new Recording(0, 1);
        latencies.forEach(nanos -> recording.result(0, nanos));

        assertThat(recording.measurement().images()).isEqualTo(latencies.size()); // its constructor checks the order
    }

    @Test
    void shouldRefuseAMeasurementOfNothing() {
        assertThatThrownBy(() -> new Recording(0, 1).measurement()).hasMessageContaining("no image");
    }
}
