package io.elbowatch.cli;

import io.elbowatch.settings.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The entry point: it knows the commands of the product, finds those of plugins, and ends with their exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        LogLevels.of(List.of(args), ServiceLoader.load(CommandPlugin.class)).choose();
        CommandLine line = commandLine();
        try {
            return line.execute(args);
        } catch (Error e) { // Which picocli passes on: missing classes, missing memory.
            return Failures.unexpected(e, line.getErr());
        }
    }

    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new ElbowatchCommand())
                .addSubcommand(new RunCommand())
                .addSubcommand(new FeedCommand())
                .addSubcommand(new SetCommand())
                .addSubcommand(new HealthCommand())
                .addSubcommand(new CheckCommand())
                .addSubcommand(new CalibrateCommand())
                .addSubcommand(new ScoreCommand());
        for (CommandPlugin plugin : ServiceLoader.load(CommandPlugin.class)) {
            plugin.commands().forEach(command -> line.addSubcommand(command));
        }
        return withHandlers(line);
    }

    /** The same width, failures and usage errors for the root and for every command. */
    static CommandLine withHandlers(CommandLine line) {
        return line.registerConverter(Duration.class, Main::duration)
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures())
                .setParameterExceptionHandler(new UsageErrors());
    }

    private static Duration duration(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is no duration: 500ms, 60s, 5m, 1h");
        }
    }
}
