package io.elbowatch.cli;

import io.elbowatch.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The launcher of a distribution, with a java that prints the locale and the arguments it gets. */
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

    @Test
    void shouldLetTheFirstRunWriteAnArchiveOfClassesAndUseItOnceItIsWhole() throws IOException {
        Path archive = archive(run("run"), "-XX:ArchiveClassesAtExit=");
        assertThat(run("run")).contains("-XX:ArchiveClassesAtExit=" + archive); // the first one wrote nothing
        Files.createFile(archive);
        assertThat(run("run")).contains("-XX:ArchiveClassesAtExit=" + archive); // of a run that did not come to score
        Files.createFile(Path.of(archive + ".whole"));

        assertThat(run("run")).contains("-XX:SharedArchiveFile=" + archive).doesNotContain("AtExit");
        assertThat(run("score")).doesNotContain("AtExit", "SharedArchiveFile");
    }

    @Test
    void shouldReplaceTheArchiveOfAnOlderJar() throws IOException {
        Path older = archive(run("run"), "-XX:ArchiveClassesAtExit=");
        Files.createFile(older);
        Files.createFile(Path.of(older + ".whole"));
        Files.writeString(home.resolve("elbowatch.jar"), "newer");

        assertThat(archive(run("run"), "-XX:ArchiveClassesAtExit=")).isNotEqualTo(older);
        assertThat(home.resolve("cache")).isEmptyDirectory();
    }

    @Test
    void shouldStartWithoutAnArchiveWhereItCannotWriteOne() throws IOException {
        Files.createFile(home.resolve("cache"));

        assertThat(run("run"))
                .contains(home.resolve("cache") + " cannot be written to", "-jar")
                .doesNotContain("AtExit", "SharedArchiveFile");
    }

    /** As the java of macOS where no JDK is installed. */
    @Test
    void shouldSayThatJavaDoesNotStart() throws IOException {
        assertThat(ended(1, Map.of("BROKEN", "yes"), "score"))
                .contains("bin/java does not start: Unable to locate a Java Runtime.", "install a JDK 17 or newer")
                .doesNotContain("hunter2");
    }

    private static Path archive(String output, String option) {
        return output.lines()
                .filter(line -> line.startsWith(option))
                .map(line -> Path.of(line.substring(option.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
    }

    private String localeOfJava(String locale) throws IOException {
        return started(Map.of("LC_ALL", locale), "score")
                .lines()
                .filter(line -> line.startsWith("locale: "))
                .findFirst()
                .orElse("")
                .replace("locale: ", "");
    }

    private String run(String command) throws IOException {
        return started(Map.of("ELBOWATCH_CACHE", home.resolve("cache").toString()), command);
    }

    /** What the java prints: the locale, and each argument on a line. */
    private String started(Map<String, String> environment, String command) throws IOException {
        return ended(0, environment, command);
    }

    private String ended(int code, Map<String, String> environment, String command) throws IOException {
        Path launcher = home.resolve("elbowatch");
        Path java = home.resolve("bin/java");
        if (!Files.exists(launcher)) {
            Files.copy(Path.of("elbowatch"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
            Files.createFile(home.resolve("elbowatch.jar"));
            Files.createDirectories(java.getParent());
            Files.writeString(java, """
                    #!/bin/sh
                    if [ -n "$BROKEN" ]; then
                        echo 'Picked up JAVA_TOOL_OPTIONS: -Dpassword=hunter2' >&2
                        echo 'NOTE: Picked up JDK_JAVA_OPTIONS: -Dpassword=hunter2' >&2
                        echo 'Unable to locate a Java Runtime.' >&2
                        exit 1
                    fi
                    if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"'; exit; fi
                    echo "locale: $LC_ALL"
                    printf '%s\\n' "$@"
                    """);
            assertThat(java.toFile().setExecutable(true)).isTrue();
        }
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_HOME", home.toString());
        try (Program program =
                Program.start(home.resolve("output"), home, all, List.of(launcher.toString(), command))) {
            assertThat(program.awaitExit(Duration.ofSeconds(30)))
                    .as(program.output())
                    .isEqualTo(code);
            return program.output();
        }
    }
}
