package io.elbowatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks and writes their table. Arguments of JMH on the command line, such as {@code JudgeBench -f 5},
 * override the settings here.
 */
public final class HotPieces {
    private static final Path PAGE = Path.of("docs", "performance.md");
    private static final Pattern ROWS = Pattern.compile("(\\| Piece \\|[^\n]*\n\\|[-|:]+\n)((?:\\|[^\n]*\n)*)");
    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final TimeValue ITERATION = TimeValue.milliseconds(500);

    private HotPieces() {}

    public static void main(String[] args) throws CommandLineOptionException, RunnerException, IOException {
        Options given = new CommandLineOptions(args);
        Options options = new OptionsBuilder()
                .parent(given)
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(given.getForkCount().orElse(2))
                .warmupIterations(given.getWarmupIterations().orElse(4))
                .warmupTime(given.getWarmupTime().orElse(ITERATION))
                .measurementIterations(given.getMeasurementIterations().orElse(5))
                .measurementTime(given.getMeasurementTime().orElse(ITERATION))
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Xmx1g")
                .build();
        Collection<RunResult> results = new Runner(options).run();
        String rows = results.stream().map(HotPieces::row).collect(Collectors.joining());
        System.out.println("\n| Piece | Time | Least to most | Allocated |\n|---|---|---|---|\n" + rows);
        if (Boolean.getBoolean("write")) {
            write(rows);
        }
    }

    private static String row(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s to %s | %,.0f B |%n",
                name(result),
                duration(time.getScore()),
                duration(time.getStatistics().getMin()),
                duration(time.getStatistics().getMax()),
                result.getSecondaryResults().get(ALLOCATED).getScore());
    }

    private static String name(RunResult result) {
        List<String> parts = List.of(result.getParams().getBenchmark().split("\\."));
        String of = result.getParams().getParamsKeys().stream()
                .map(result.getParams()::getParam)
                .collect(Collectors.joining(", "));
        return ("`" + String.join(".", parts.subList(parts.size() - 2, parts.size())) + "` " + of).strip();
    }

    /** With three digits. */
    private static String duration(double nanos) {
        if (nanos < 1e3) {
            return digits(nanos) + " ns";
        }
        return nanos < 1e6 ? digits(nanos / 1e3) + " µs" : digits(nanos / 1e6) + " ms";
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f", value);
    }

    private static void write(String rows) throws IOException {
        String page = Files.readString(PAGE);
        Matcher table = ROWS.matcher(page);
        if (!table.find()) {
            throw new IllegalStateException(PAGE + " has no table of the hot pieces");
        }
        Files.writeString(PAGE, page.substring(0, table.start(2)) + rows + page.substring(table.end(2)));
    }
}
