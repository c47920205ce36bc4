package io.elbowatch.lab.bench.latency;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LoadTest {

    @Test
    void shouldReadARate() {
        assertThat(Load.parse("2000")).isEqualTo(new Load.Steady(2000));
    }

    @Test
    void shouldReadAShareOfTheCapacity() {
        assertThat(Load.parse("80%")).isEqualTo(new Load.ShareOfCapacity(.8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "fast", "%", "NaN"})
    void shouldRefuseWhatIsNoRate(String text) {
        assertThatThrownBy(() -> Load.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
