package io.elbowatch.cli;

import java.util.List;
import java.util.Optional;

/**
 * The log levels of one process, by Logback's names. Logback reads its configuration when the first logger is created.
 * So the levels are chosen from the arguments before picocli parses them.
 *
 * @param elbowatch level of Elbowatch itself
 * @param libraries level of Kafka, Jetty and all other libraries
 */
public record LogLevels(String elbowatch, String libraries) {
    private static final LogLevels DEFAULT = new LogLevels("INFO", "WARN");

    /** The levels for these arguments. Plugins are asked for the command only, never for other arguments. */
    static LogLevels of(List<String> arguments, Iterable<CommandPlugin> plugins) {
        if (arguments.contains(ElbowatchCommand.VERBOSE)) {
            return new LogLevels("DEBUG", DEFAULT.libraries);
        }
        Optional<String> command =
                arguments.stream().filter(argument -> !argument.startsWith("-")).findFirst();
        if (command.isPresent()) {
            for (CommandPlugin plugin : plugins) {
                Optional<LogLevels> levels = plugin.logLevels(command.get());
                if (levels.isPresent()) {
                    return levels.get();
                }
            }
        }
        return DEFAULT;
    }

    /** Sets the system properties that logback.xml reads. A property that is already set stays. */
    void apply() {
        putIfAbsent("elbowatch.log.level", elbowatch);
        putIfAbsent("elbowatch.log.libraries", libraries);
    }

    private static void putIfAbsent(String property, String level) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, level);
        }
    }
}
