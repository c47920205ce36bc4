package io.elbowatch.cli;

import io.elbowatch.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The launcher of a distribution, with a java that prints the locale it gets. */
class LauncherTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "xx_XX.UTF-8"})
    void shouldNameFilesInUtf8WhereTheLocaleHasAsciiAlone(String locale) throws IOException {
        assertThat(localeOfJava(locale)).isEqualTo("C.UTF-8");
    }

    @Test
    void shouldLeaveALocaleWithUtf8() throws IOException {
        assertThat(localeOfJava("C.utf8")).isEqualTo("C.utf8");
    }

    private String localeOfJava(String locale) throws IOException {
        Path launcher = home.resolve("elbowatch");
        Files.copy(Path.of("elbowatch"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
        Files.createFile(home.resolve("elbowatch.jar"));
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"'; else echo "locale: $LC_ALL"; fi
                """);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        try (Program program = Program.start(
                home.resolve("output"),
                home,
                Map.of("JAVA_HOME", home.toString(), "LC_ALL", locale),
                List.of(launcher.toString(), "score"))) {
            assertThat(program.awaitExit(Duration.ofSeconds(30)))
                    .as(program.output())
                    .isZero();
            return program.output()
                    .lines()
                    .reduce((first, last) -> last)
                    .orElse("")
                    .replace("locale: ", "");
        }
    }
}
