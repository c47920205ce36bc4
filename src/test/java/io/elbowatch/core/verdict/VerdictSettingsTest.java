package io.elbowatch.core.verdict;

import io.elbowatch.testing.Calibrations;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VerdictSettingsTest {
    private final Judge start = new Judge(Calibrations.upTo(999), 2, Decider.DEFAULT, 0.01);

    @Test
    void shouldKeepWhatItLeavesOutAsAtTheStart() {
        Judge looser = new VerdictSettings(OptionalDouble.of(0.2), Optional.empty()).over(start);
        Judge local = new VerdictSettings(OptionalDouble.empty(), Optional.of(Decider.LOCAL)).over(start);

        assertThat(looser.alpha()).isEqualTo(0.2);
        assertThat(looser.decider()).isEqualTo(Decider.DEFAULT);
        assertThat(local.alpha()).isEqualTo(0.01);
        assertThat(local.decider()).isEqualTo(Decider.LOCAL);
        assertThat(local.beta()).isEqualTo(2);
        assertThat(local.calibration()).isSameAs(start.calibration());
    }

    @Test
    void shouldRefuseWhatTheCalibrationCannotReachInTheWordsOfTheStart() {
        VerdictSettings settings = new VerdictSettings(OptionalDouble.of(0.0005), Optional.empty());

        assertThatThrownBy(() -> settings.over(start))
                .hasMessage("alpha 0.0005 is out of reach of 'default' with 999 images: alpha 0.001 and above; 0.0001"
                        + " needs 9999; calibrate with at least 1999 images or raise alpha");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void shouldRefuseAnAlphaThatIsNoShare(double alpha) {
        assertThatThrownBy(() -> new VerdictSettings(OptionalDouble.of(alpha), Optional.empty()))
                .hasMessageContaining("between 0 and 1");
    }
}
