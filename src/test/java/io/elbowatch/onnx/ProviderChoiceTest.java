package io.elbowatch.onnx;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProviderChoiceTest {
    @ParameterizedTest
    @ValueSource(strings = {"auto", "cpu", "cuda", "cuda:1", "cuda:0,1", "tensorrt:2", "webgpu", "auto:1"})
    void shouldWriteWhatItReads(String text) {
        assertThat(ProviderChoice.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpu", "cuda:", "cuda:a", "cuda:0,", "cuda:-1", "cuda:0;1"})
    void shouldRefuseWhatIsNoProviderAndNameThoseThatThereAre(String text) {
        assertThatThrownBy(() -> ProviderChoice.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("auto, cpu, cuda, tensorrt and webgpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu:1", "webgpu:1", "webgpu:0,1"})
    void shouldRefuseADeviceThatTheProviderCannotChoose(String text) {
        assertThatThrownBy(() -> ProviderChoice.parse(text)).hasMessageContaining("has no device");
    }

    @Test
    void shouldRefuseADeviceThatIsNamedTwice() {
        assertThatThrownBy(() -> ProviderChoice.parse("cuda:1,1")).hasMessageContaining("named once");
    }

    @Test
    void shouldPassDevicesOfAutoOnlyToProvidersThatNumberTheirs() {
        ProviderChoice auto = ProviderChoice.parse("auto:2");
        assertThat(auto.named()).isEmpty();
        assertThat(auto.devicesOf(Provider.CUDA)).containsExactly(2);
        assertThat(auto.devicesOf(Provider.WEBGPU)).containsExactly(0);
    }

    @Test
    void shouldBoundTheMemoryOfCuda() {
        assertThat(ProviderChoice.parse("cuda:1").within(1024))
                .isEqualTo(new ProviderChoice(Optional.of(Provider.CUDA), List.of(1), OptionalLong.of(1024)));
        assertThatThrownBy(() -> ProviderChoice.parse("cuda").within(0)).hasMessageContaining("must be positive");
    }
}
