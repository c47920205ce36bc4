package io.elbowatch.operate;

import io.elbowatch.testing.Need;
import io.elbowatch.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks the dashboards against the types that Grafana publishes; see grafana/check. */
class DashboardSchemaIT {
    private static final Path CHECK = Path.of("grafana", "check").toAbsolutePath();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void shouldAgreeWithGrafanasSchema() throws IOException {
        Need.NODE.check(
                Program.find("node").isPresent() && Program.find("npm").isPresent(),
                () -> "no node and npm on the path: the dashboards are not compared with Grafana's schema");
        Files.copy(CHECK.resolve("package.json"), folder.resolve("package.json"));
        Files.copy(CHECK.resolve("package-lock.json"), folder.resolve("package-lock.json"));
        Files.copy(CHECK.resolve("check.mjs"), folder.resolve("check.mjs"));
        String npm = Program.find("npm").orElseThrow().toString();
        String node = Program.find("node").orElseThrow().toString();

        try (Program install = start(
                "install", List.of(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"))) {
            int installed = install.awaitExit(TIMEOUT);
            Need.NODE.check(
                    installed == 0,
                    () -> "npm's registry is out of reach: the dashboards are not compared with" + " Grafana's schema");
        }
        try (Program check = start(
                "check",
                List.of(node, "check.mjs", CHECK.resolveSibling("dashboards").toString()))) {
            assertThat(check.awaitExit(TIMEOUT)).as(check.output()).isZero();
        }
    }

    private Program start(String name, List<String> command) {
        return Program.start(folder.resolve(name + ".log"), folder, Map.of(), command);
    }
}
