package io.elbowatch.cli;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

class LogLevelsTest {
    private static final LogLevels DEFAULT = new LogLevels("INFO", "WARN");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run",
                "--help",
                "feed bench",
                "feed demo --rate 3",
                "score --out soak",
                "run --bundle bench",
            })
    void shouldKeepTheDefaultsForCommandsOfTheProduct(String arguments) {
        assertThat(levels(arguments)).isEqualTo(DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"demo, WARN, OFF", "bench latency, WARN, OFF", "soak --seed 7, WARN, OFF", "--help bench, WARN, OFF"})
    void shouldAskThePluginOfTheCommand(String arguments, String elbowatch, String libraries) {
        assertThat(levels(arguments)).isEqualTo(new LogLevels(elbowatch, libraries));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--verbose run", "run --verbose", "demo --verbose", "bench latency --verbose"})
    void shouldLogDebugEventsWithVerboseInAnyPlace(String arguments) {
        assertThat(levels(arguments)).isEqualTo(new LogLevels("DEBUG", "WARN"));
    }

    @Test
    void shouldUseTheFirstPluginThatKnowsTheCommand() {
        List<CommandPlugin> plugins = List.of(
                plugin("other", new LogLevels("OFF", "OFF")),
                plugin("probe", new LogLevels("ERROR", "OFF")),
                plugin("probe", new LogLevels("TRACE", "TRACE")));

        assertThat(LogLevels.of(List.of("probe"), plugins)).isEqualTo(new LogLevels("ERROR", "OFF"));
    }

    private static LogLevels levels(String arguments) {
        List<String> split = arguments.isEmpty() ? List.of() : List.of(arguments.split(" "));
        return LogLevels.of(split, ServiceLoader.load(CommandPlugin.class));
    }

    private static CommandPlugin plugin(String name, LogLevels levels) {
        return new CommandPlugin() {
            @Override
            public List<CommandLine> commands() {
                return List.of();
            }

            @Override
            public Optional<LogLevels> logLevels(String command) {
                return command.equals(name) ? Optional.of(levels) : Optional.empty();
            }
        };
    }
}
