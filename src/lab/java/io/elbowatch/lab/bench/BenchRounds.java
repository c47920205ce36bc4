package io.elbowatch.lab.bench;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.rig.ReportFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options by which a benchmark of the whole stream is told how long and how often to measure, and where its report goes. Their defaults are
 * the command's.
 */
final class BenchRounds {
    private final Map<String, String> defaults;
    private CommandSpec command;

    @Option(
            names = "--seconds",
            paramLabel = "NUMBER",
            description = "Measure each for so long in each round (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--rounds",
            paramLabel = "NUMBER",
            defaultValue = "3",
            description = "How often each figure is taken (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "Full load for so long before the first round of a network (default: ${DEFAULT-VALUE}).")
    private double warmUpSeconds;

    @Option(
            names = "--out",
            paramLabel = "NAME",
            description = "Writes NAME.json and NAME.md (default: ${DEFAULT-VALUE}).")
    private Path out;

    /** @param defaults of the options that have none here, by name */
    BenchRounds(Map<String, String> defaults) {
        this.defaults = Map.copyOf(defaults);
    }

    @Spec(Spec.Target.MIXEE)
    void offerDefaults(CommandSpec spec) {
        command = spec;
        spec.defaultValueProvider(
                argument -> argument instanceof OptionSpec option ? defaults.get(option.longestName()) : null);
    }

    int rounds() {
        return rounds;
    }

    Duration measured() {
        return duration(seconds);
    }

    Duration warmUp() {
        return duration(warmUpSeconds);
    }

    /** What is wrong with a plan is wrong with the command line. */
    <T> T plan(Supplier<T> plan) {
        try {
            return plan.get();
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage(), "'" + command.qualifiedName() + " --help' shows how it is written", e);
        }
    }

    /** Says how far it is. */
    void tell(String line) {
        PrintWriter err = command.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    /** Writes the report and shows it. */
    void publish(Object report, String markdown) {
        ReportFiles.write(out, report, markdown);
        PrintWriter console = command.commandLine().getOut();
        console.print(markdown);
        console.flush();
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis((long) (1000 * seconds));
    }
}
