package io.elbowatch.cli;

import io.elbowatch.settings.DurationText;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The entry point: it knows all commands, and ends with their exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        chooseLogLevels(List.of(args));
        CommandLine line = commandLine();
        try {
            return line.execute(args);
        } catch (Error e) { // Which picocli passes on: missing classes, missing memory.
            return Failures.unexpected(e, line.getErr());
        }
    }

    /** Logback reads its configuration once, with the first logger, and that is before picocli has parsed anything. */
    private static void chooseLogLevels(List<String> args) {
        if (args.contains(ElbowatchCommand.VERBOSE)) {
            System.setProperty("elbowatch.log.level", "DEBUG");
        } else if (args.contains(DemoCommand.NAME)) {
            // Its screen is the demo's output; a new broker warns of the topics and metadata that it does not have yet.
            System.setProperty("elbowatch.log.level", "WARN");
            System.setProperty("elbowatch.log.libraries", "ERROR");
        } else if (args.contains(BenchCommand.NAME)) {
            // Of two batches in flight to a partition that is new to a transaction the broker logs the second as an
            // error, and its producer sends it again; what is not mended so fails the flow, and that is told.
            System.setProperty("elbowatch.log.level", "WARN");
            System.setProperty("elbowatch.log.libraries", "OFF");
        } else if (args.contains(SoakCommand.NAME)) {
            // Brokers that are stopped on purpose say so in full; what matters of it ends the soak.
            System.setProperty("elbowatch.log.level", "WARN");
            System.setProperty("elbowatch.log.libraries", "OFF");
        }
    }

    static CommandLine commandLine() {
        return withHandlers(new CommandLine(new ElbowatchCommand())
                .addSubcommand(new DemoCommand())
                .addSubcommand(new RunCommand())
                .addSubcommand(new FeedCommand())
                .addSubcommand(new SetCommand())
                .addSubcommand(new HealthCommand())
                .addSubcommand(new CheckCommand())
                .addSubcommand(new CalibrateCommand())
                .addSubcommand(new ScoreCommand())
                .addSubcommand(new BoardsCommand())
                .addSubcommand(new CommandLine(new BenchCommand())
                        .addSubcommand(new BenchLatencyCommand())
                        .addSubcommand(new BenchScalingCommand()))
                .addSubcommand(new SoakCommand()));
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
