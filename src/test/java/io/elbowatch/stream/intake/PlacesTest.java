package io.elbowatch.stream.intake;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PlacesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key",
                "topic",
                "topic-partition",
                "header:X-Camera",
                "constant:press 4, left",
                "attribute:source",
                "/",
                "/a~1b/0/~0",
                "header:camera or /meta/camera or key or topic-partition",
            })
    void shouldWritePlacesAsTheyAreRead(String text) {
        assertThat(Places.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "keys", "header:", "header", "camera", "a/b", "/a~2", "/a~", "key or", "key or camera"})
    void shouldRefuseWhatIsNoPlace(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Places.parse(text));
    }

    @Test
    void shouldReadTheStepsOfAPointer() {
        assertThat(Pointer.steps("/a~1b/0/~01")).containsExactly("a/b", "0", "~1");
    }
}
