package io.elbowatch.core;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LabelledTest {
    private enum Lens implements Labelled {
        CLEAR,
        LENS_CAP_ON,
        INFRARED;

        @Override
        public String label() {
            return Labelled.super.label().replace('_', '-');
        }
    }

    @Test
    void shouldLabelAConstantByItsNameInLowerCase() {
        assertThat(Labelled.labels(Rejection.Reason.class)).startsWith("null_value", "empty", "key_too_large");
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindAConstantByItsLabelAlone(Lens lens) {
        assertThat(Labelled.find(Lens.class, lens.label())).contains(lens);
        assertThat(Labelled.find(Lens.class, lens.label().toUpperCase(Locale.ROOT)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"infrared", "INFRARED", "  Infrared\n"})
    void shouldForgiveCaseAndBlanksOfAUser(String text) {
        assertThat(Labelled.of(Lens.class, text)).isEqualTo(Lens.INFRARED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lens_cap_on", "clear,infrared"})
    void shouldNameAllLabelsWhereThereIsNoSuchConstant(String text) {
        assertThatThrownBy(() -> Labelled.of(Lens.class, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is none of clear, lens-cap-on, infrared");
    }
}
