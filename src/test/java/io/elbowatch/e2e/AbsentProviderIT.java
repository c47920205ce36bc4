package io.elbowatch.e2e;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The program of the default build, which has no GPU provider. */
class AbsentProviderIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @BeforeEach
    void requireTheDefaultBuild() {
        assumeTrue(
                OrtEnvironment.getAvailableProviders().equals(EnumSet.of(OrtProvider.CPU)),
                "this build has more than the CPU");
    }

    @Test
    void shouldRunOnTheCpuOnAuto() {
        try (Program check = check("auto")) {
            assertThat(check.awaitExit(TIMEOUT)).as(check::output).isZero();
            assertThat(check.output())
                    .containsPattern("provider +cpu")
                    .doesNotContain("WARN", "nodes ", "provider fallback");
            assertThat(check.output().lines().filter(line -> line.contains(" INFO ")))
                    .hasSize(1);
        }
    }

    @Test
    void shouldSayWhyWithVerbose() {
        try (Program check = check("auto", "--verbose")) {
            assertThat(check.awaitExit(TIMEOUT)).as(check::output).isZero();
            assertThat(check.output())
                    .contains("provider fallback from=cuda reason=\"this build of ONNX Runtime has no CUDA")
                    .contains("provider fallback from=webgpu reason=\"this build of ONNX Runtime has no WebGpu")
                    .doesNotContain("WARN");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "cuda, build with -Pgpu",
        "tensorrt, build with -Pgpu",
        "webgpu, get the library with deploy/webgpu/install"
    })
    void shouldRefuseANamedProviderAndSayHowToGetIt(String provider, String remedy) {
        try (Program check = check(provider)) {
            assertThat(check.awaitExit(TIMEOUT)).isEqualTo(1);
            assertThat(check.output())
                    .contains("error: provider " + provider + " does not work: this build of ONNX Runtime has no ")
                    .contains("fix: " + remedy);
        }
    }

    private Program check(String provider, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "check", "--provider", provider, "--random-images", "0", "--bundle", Bundles.ADOPTED.toString()));
        arguments.addAll(List.of(more));
        return Program.elbowatch(folder.resolve(provider + ".log"), arguments.toArray(String[]::new));
    }
}
