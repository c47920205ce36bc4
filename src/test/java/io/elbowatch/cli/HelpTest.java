package io.elbowatch.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

import static org.assertj.core.api.Assertions.assertThat;

/** The help as a terminal of 80 columns and a pipe show it. */
class HelpTest {
    private static final int TERMINAL = 80;

    static Stream<CommandLine> commands() {
        return of(Main.commandLine());
    }

    private static Stream<CommandLine> of(CommandLine line) {
        return Stream.concat(
                Stream.of(line), line.getSubcommands().values().stream().flatMap(HelpTest::of));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldKeepEveryExampleInOneLine(CommandLine command) {
        List<String> shown = help(command, TERMINAL).lines().map(String::strip).toList();

        assertThat(shown)
                .containsAll(
                        Arrays.stream(command.getCommandSpec().usageMessage().footer())
                                .filter(line -> line.startsWith(" "))
                                .map(String::strip)
                                .toList());
    }

    /** Of two lines of the help, a copied name would be wrong. picocli's synopsis is its own matter. */
    @ParameterizedTest
    @MethodSource("commands")
    void shouldBreakNoWord(CommandLine command) {
        Set<String> words =
                Set.of(Stream.of(body(command, 2_000).split("\\s+")).distinct().toArray(String[]::new));

        assertThat(body(command, TERMINAL).split("\\s+")).isSubsetOf(words);
        assertThat(body(command, TERMINAL).lines()).allMatch(line -> line.length() <= TERMINAL);
    }

    private static String body(CommandLine command, int columns) {
        String first = command.getCommandSpec().usageMessage().description()[0].split(" ")[0];
        String help = help(command, columns);
        return help.substring(help.indexOf("\n" + first) + 1);
    }

    private static String help(CommandLine command, int columns) {
        return command.setUsageHelpAutoWidth(false).setUsageHelpWidth(columns).getUsageMessage(Ansi.OFF);
    }
}
