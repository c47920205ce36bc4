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

/** The options that all benchmarks have. Each command gives their defaults. */
class BenchOptions {
    private final Map<String, String> defaults;
    private CommandSpec command;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Rounds; each measures everything once (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "NUMBER",
            description = "Duration of one measurement (default: ${DEFAULT-VALUE}).")
    private double seconds;

    /** @param defaults by the names of the options */
    BenchOptions(Map<String, String> defaults) {
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

    double seconds() {
        return seconds;
    }

    /** Prints a line of progress. */
    void progress(String line) {
        PrintWriter err = command.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    void print(String text) {
        PrintWriter out = command.commandLine().getOut();
        out.print(text);
        out.flush();
    }

    /** The options of a benchmark of the running product. */
    static final class OfProduct extends BenchOptions {

        @Option(
                names = "--warm-up",
                paramLabel = "SECONDS",
                description =
                        "Full load for this time before the first round of a network (default: ${DEFAULT-VALUE}).")
        private double warmUpSeconds;

        @Option(
                names = "--out",
                paramLabel = "NAME",
                description = "Writes NAME.json and NAME.md (default: ${DEFAULT-VALUE}).")
        private Path out;

        private ReportFiles files; // null until there is a plan

        OfProduct(Map<String, String> defaults) {
            super(defaults);
        }

        Duration measured() {
            return duration(seconds());
        }

        Duration warmUp() {
            return duration(warmUpSeconds);
        }

        private static Duration duration(double seconds) {
            return Duration.ofMillis((long) (1000 * seconds));
        }

        /** Makes a plan from the options. @throws Refusal when an option is invalid or the report cannot be written */
        <T> T plan(Supplier<T> plan) {
            try {
                files = new ReportFiles(out);
                return plan.get();
            } catch (IllegalArgumentException e) {
                String help = "'" + super.command.qualifiedName() + " --help' shows the options";
                throw Refusal.ofMistake(e.getMessage(), help);
            }
        }

        /** Writes the report and prints it. */
        void publish(Object report, String markdown) {
            files.write(report, markdown);
            print(markdown);
        }
    }
}
