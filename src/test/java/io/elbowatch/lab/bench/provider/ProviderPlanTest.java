package io.elbowatch.lab.bench.provider;

import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.testing.Bundles;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProviderPlanTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 7, 12, 96})
    void shouldRefuseABatchThatADeviceWouldPad(int batch) {
        assertThatThrownBy(() -> plan("cpu", List.of(1, batch)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Integer.toString(batch));
    }

    @Test
    void shouldRefuseToCompareTheCpuWithItselfByChance() {
        assertThatThrownBy(() -> plan("auto", List.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not auto");
    }

    @Test
    void shouldAddUpTheMemoryOfAllGpus() {
        assertThat(DeviceMemory.sum(List.of("512", " 1024 "))).isEqualTo(1536);
        assertThat(DeviceMemory.sum(List.of("512", "[N/A]"))).isZero();
        assertThat(DeviceMemory.sum(List.of())).isZero();
    }

    /** The CPU in place of a device: it agrees with itself, and every figure is there. */
    @Test
    void shouldMeasureEveryBatchAndCompareEveryTerm() {
        ProviderReport report = new ProviderBench(plan("cpu", List.of(8, 1))).run(line -> {});

        ProviderReport.OfBundle bundle = report.bundles().get(0);
        assertThat(bundle.parity().images()).isEqualTo(40);
        assertThat(bundle.parity().worst().values()).hasSize(5).allMatch(worst -> worst < 1e-5);
        assertThat(bundle.parity().otherVerdicts()).isZero();
        assertThat(bundle.batches()).extracting(ProviderReport.OfBatch::images).containsExactly(1, 8);
        assertThat(bundle.batches()).allMatch(batch -> batch.device().median() > 0);
        assertThat(report.markdown())
                .contains("Provider `cpu` against one thread of the CPU")
                .containsPattern("\\| `fashion-mnist-conv` \\S+ \\| \\d+ \\| 40 \\|")
                .containsPattern("\\| `fashion-mnist-conv` \\| 8 \\| [1-9]");
    }

    private static ProviderPlan plan(String provider, List<Integer> batches) {
        return new ProviderPlan(
                ProviderChoice.parse(provider),
                List.of(Bundles.FASHION_MNIST_CONV),
                batches,
                1,
                Duration.ofMillis(10),
                40);
    }
}
