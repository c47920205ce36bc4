package io.elbowatch.onnx;

import io.elbowatch.core.Refusal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NativeLibraryTest {
    @Test
    void shouldRefuseALibraryOfAnotherVersionAndNameBothAndItsFolder() {
        assertThatThrownBy(() -> NativeLibrary.check("1.29.0", "1.28.1", Optional.of("/opt/webgpu")))
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll("/opt/webgpu", "1.28.1", "1.29.0")
                .satisfies(e -> assertThat(((Refusal) e).remedy()).isNotBlank());
    }

    @Test
    void shouldAcceptALibraryOfTheSameVersion() {
        assertThatCode(() -> NativeLibrary.check("1.29.0", "1.29.0", Optional.empty()))
                .doesNotThrowAnyException();
        assertThat(NativeLibrary.load().getVersion()).isNotBlank();
    }
}
