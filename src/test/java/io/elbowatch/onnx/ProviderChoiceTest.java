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
    void shouldRefuseAnUnknownProviderAndNameTheValidOnes(String text) {
        assertThatThrownBy(() -> ProviderChoice.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("auto, cpu, cuda, tensorrt or webgpu");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu:1", "webgpu:1", "webgpu:0,1"})
    void shouldRefuseADeviceNumberWhereThereIsOneDevice(String text) {
        assertThatThrownBy(() -> ProviderChoice.parse(text)).hasMessageContaining("has no device");
    }

    @Test
    void shouldRefuseADeviceThatIsNamedTwice() {
        assertThatThrownBy(() -> ProviderChoice.parse("cuda:1,1")).hasMessageContaining("named once");
    }

    @Test
    void shouldPassDevicesOfAutoOnlyToProvidersWithDeviceNumbers() {
        ProviderChoice auto = ProviderChoice.parse("auto:2");
        assertThat(auto.named()).isEmpty();
        assertThat(auto.devicesOf(Provider.CUDA)).containsExactly(2);
        assertThat(auto.devicesOf(Provider.WEBGPU)).containsExactly(0);
    }

    @Test
    void shouldLimitTheMemoryOfCuda() {
        assertThat(ProviderChoice.parse("cuda:1").withMaxMemory(1024))
                .isEqualTo(new ProviderChoice(Optional.of(Provider.CUDA), List.of(1), OptionalLong.of(1024)));
        assertThatThrownBy(() -> ProviderChoice.parse("cuda").withMaxMemory(0))
                .hasMessageContaining("must be positive");
    }
}
