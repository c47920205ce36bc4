package io.elbowatch.operate;

import io.elbowatch.testing.Program;
import io.elbowatch.testing.WebGpu;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The check of a GPU, on whatever device Vulkan finds: that it measures what it says, not how fast that is. */
class GpuCheckIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(330);

    @TempDir
    private Path folder;

    @Test
    void shouldReportWhatADeviceDoes() throws IOException {
        WebGpu.require();
        Path report = folder.resolve("report.md");

        try (Program check = check(WebGpu.options(), WebGpu.environment(), report)) {
            assertThat(check.awaitExit(TIMEOUT)).as(check::output).isZero();
        }

        assertThat(Files.readString(report))
                .contains("### Check of provider `webgpu`")
                .containsPattern(
                        "- `fashion-mnist`: valid\\. provider: webgpu; nodes: .*WebGpuExecutionProvider.*; golden: \\d+ images agree")
                .containsPattern("\\| `fashion-mnist` \\S+ \\| \\d+ \\| 16 \\| .* \\| 0 \\|\n")
                .containsPattern("\\| `fashion-mnist` \\| 1 \\| [1-9].* \\| [1-9]")
                .containsPattern("\\| `fashion-mnist` \\| 8 \\| [1-9]")
                .contains("Every step passed");
    }

    @Test
    void shouldReportWhyAProviderDoesNotWork() throws IOException {
        Path report = folder.resolve("report.md");

        try (Program check = check("", Map.of(), report, "tensorrt")) {
            assertThat(check.awaitExit(TIMEOUT)).as(check::output).isEqualTo(1);
        }

        assertThat(Files.readString(report))
                .contains("**check-fashion-mnist failed with exit code 1:**", "provider tensorrt does not work")
                .contains("2 steps failed");
    }

    private Program check(String options, Map<String, String> environment, Path report) throws IOException {
        return check(options, environment, report, "webgpu");
    }

    private Program check(String options, Map<String, String> environment, Path report, String provider)
            throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(Map.of(
                "ELBOWATCH", launcher(options).toString(),
                "BUNDLES", "fashion-mnist",
                "BATCHES", "1,8",
                "ROUNDS", "1",
                "EACH", "0.05",
                "IMAGES", "16",
                "RANDOM_IMAGES", "8",
                "LIMIT", "300"));
        return Program.start(
                folder.resolve("check.log"),
                Path.of("").toAbsolutePath(),
                all,
                List.of("deploy/gpu/check", provider, report.toString()));
    }

    /** The program with the classes of this build, as a user's ./elbowatch is with those of a jar. */
    private Path launcher(String options) throws IOException {
        Path launcher = folder.resolve("elbowatch");
        Files.writeString(launcher, Program.script(options));
        return Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }
}
