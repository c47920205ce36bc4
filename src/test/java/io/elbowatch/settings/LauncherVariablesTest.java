package io.elbowatch.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The launcher passes its own variables on to the program, which must not take them for settings. */
class LauncherVariablesTest {
    static Stream<String> variablesThatTheLauncherReads() throws IOException {
        return Pattern.compile("\\bELBOWATCH_[A-Z_]+\\b")
                .matcher(Files.readString(Path.of("elbowatch")))
                .results()
                .map(MatchResult::group)
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("variablesThatTheLauncherReads")
    void shouldTakeNoVariableOfTheLauncherForASetting(String name) {
        assertThat(Environment.read(Map.of(name, "any"))).isEmpty();
    }
}
