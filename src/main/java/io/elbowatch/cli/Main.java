package io.elbowatch.cli;

import io.elbowatch.core.FileNames;
import io.elbowatch.core.Refusal;
import io.elbowatch.settings.DurationText;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.TypeConversionException;

/** The entry point: runs a command of the product or of a plugin and exits with its code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        UserLocale.leaveOut();
        Interruption.note();
        LogLevels.of(List.of(args), plugins()).apply();
        LogSwitch.before(List.of(args), System.getenv());
        CommandLine line = commandLine()
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        try {
            return line.execute(args);
        } catch (Error e) { // picocli catches exceptions only; errors are missing classes or memory
            return Failures.unexpected(e, line.getErr());
        }
    }

    /** The command line with the commands of the product and of all plugins. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new ElbowatchCommand())
                .addSubcommand(new RunCommand())
                .addSubcommand(new FeedCommand())
                .addSubcommand(new SetCommand())
                .addSubcommand(new RoutesCommand())
                .addSubcommand(new PromoteCommand())
                .addSubcommand(new SuggestCommand())
                .addSubcommand(new RollbackCommand())
                .addSubcommand(new LabelCommand())
                .addSubcommand(new ModelsCommand())
                .addSubcommand(new HealthCommand())
                .addSubcommand(new CheckCommand())
                .addSubcommand(new CalibrateCommand())
                .addSubcommand(new ScoreCommand())
                .addSubcommand(new ReplayCommand())
                .addSubcommand(new CommandLine.HelpCommand())
                .addSubcommand(new VersionCommand());
        plugins().forEach(plugin -> plugin.commands().forEach(line::addSubcommand));
        return withHandlers(line);
    }

    private static Iterable<CommandPlugin> plugins() {
        return ServiceLoader.load(CommandPlugin.class);
    }

    /** Adds the converters, the width of the help and the handlers of failures to a command and its subcommands. */
    static CommandLine withHandlers(CommandLine line) {
        return line.registerConverter(Duration.class, Main::duration)
                .registerConverter(Path.class, Main::path)
                .setUsageHelpAutoWidth(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Terminal.isOut() ? Ansi.AUTO : Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Failures())
                .setParameterExceptionHandler(new UsageErrors());
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            Refusal refusal = FileNames.refusal(e);
            throw new TypeConversionException(refusal.getMessage() + "; " + refusal.remedy());
        }
    }

    private static Duration duration(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is no duration: 500ms, 60s, 5m, 1h");
        }
    }
}
