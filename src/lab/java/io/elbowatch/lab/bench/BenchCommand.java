package io.elbowatch.lab.bench;

import io.elbowatch.cli.ExitCodes;
import io.elbowatch.cli.Interruption;
import io.elbowatch.core.Refusal;
import io.elbowatch.lab.bench.throughput.BenchComparison;
import io.elbowatch.lab.bench.throughput.BenchFiles;
import io.elbowatch.lab.bench.throughput.BenchPlan;
import io.elbowatch.lab.bench.throughput.BenchPlan.Overlaps;
import io.elbowatch.lab.bench.throughput.BenchReport;
import io.elbowatch.lab.bench.throughput.BenchTable;
import io.elbowatch.lab.bench.throughput.InputFormat;
import io.elbowatch.lab.bench.throughput.ThroughputBench;
import io.elbowatch.lab.broker.EmbeddedBroker;
import io.elbowatch.settings.BundleName;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures throughput beside the model alone and beside other code for the same task. By itself; what its sub-commands measure is theirs. */
@Command(
        name = BenchCommand.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how many images a second the flow scores on this machine, beside ONNX Runtime alone, a hand-written loop of"
                    + " Kafka's clients, and Kafka Streams with one model run per image. Starts a broker in this process; nothing"
                    + " is left behind but the report.",
            "Real images where there are some (ELBOWATCH_DATA, ../shared/data beside the clone, or --images), generated ones else."
                    + " docs/performance.md says what is measured, and how to read it.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch bench",
            "      three networks, raw images, one scoring thread: about 5 minutes on two cores",
            "  elbowatch bench --all --rounds 5 --out bench-all",
            "      raw, PNG and JPEG, one and two threads: about 50 minutes",
            "  elbowatch bench --bundles boards --inputs png --compare bench/bench.json",
            "      one of them, in relation to an earlier report",
        })
public final class BenchCommand implements Callable<Integer> {
    public static final String NAME = "bench";
    private static final String HOME = "ELBOWATCH_HOME";
    private static final String DATA = "ELBOWATCH_DATA";

    private CommandSpec spec;

    @Option(
            names = "--bundles",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "fashion-mnist,fashion-mnist-conv,boards",
            description = "Names or folders of bundles, with commas between them (default: ${DEFAULT-VALUE}).")
    private List<String> bundles;

    @Option(
            names = "--inputs",
            split = ",",
            paramLabel = "FORMAT",
            description = "What images come as: raw, png, jpeg (default: raw).")
    private List<InputFormat> inputs = List.of();

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "Numbers of scoring threads (default: 1).")
    private List<Integer> threads = List.of();

    @Option(names = "--all", description = "Raw, PNG and JPEG, with one and with two threads.")
    private boolean all;

    @Option(
            names = "--overlap",
            paramLabel = "WHICH",
            defaultValue = "both",
            description = "The flow with batch.overlap off, on, or both (default: ${DEFAULT-VALUE}).")
    private Overlaps overlaps;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Rounds that count (default: ${DEFAULT-VALUE}). Each runs every variant once.")
    private int rounds;

    @Option(
            names = "--warm-ups",
            paramLabel = "N",
            defaultValue = "1",
            description = "Rounds before them that do not (default: ${DEFAULT-VALUE}).")
    private int warmUps;

    @Option(
            names = "--seconds",
            paramLabel = "NUMBER",
            defaultValue = "2",
            description =
                    "A run has so many images as the model alone scores in this time (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--images-per-run", paramLabel = "N", description = "So many instead.")
    private Optional<Integer> imagesPerRun;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "8",
            description = "Partitions of the images topic (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "Your own images for all bundles: a folder, an IDX file or a zip.")
    private Optional<Path> images;

    @Option(
            names = "--side",
            paramLabel = "PIXELS",
            description = "Rows and columns of PNG and JPEG images (default: the model's, so that nothing is resized).")
    private Optional<Integer> side;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = "bench",
            description = "Where bench.json and bench.md go (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description = "An earlier bench.json: prints the new figures in relation to it.")
    private Optional<Path> compare;

    @Spec
    void keep(CommandSpec command) {
        spec = command;
    }

    @Override
    public Integer call() {
        if (!EmbeddedBroker.isInstalled()) {
            throw new Refusal(
                    "there is no Kafka broker in this installation", "run the bench from a clone, './elbowatch bench'");
        }
        BenchPlan plan = plan(System.getenv());
        Optional<BenchReport> older = compare.map(BenchFiles::read);
        BenchFiles files = new BenchFiles(out);
        ThroughputBench bench = new ThroughputBench(plan, Clock.systemUTC(), this::tell);
        Interruption interruption = Interruption.calling(bench::stop);
        try {
            BenchReport report = bench.run(commandLine());
            files.write(report);
            PrintWriter console = spec.commandLine().getOut();
            console.print(new BenchTable(report).text());
            older.ifPresent(then -> console.print(new BenchComparison(then, report).text()));
            console.flush();
            tell("wrote " + out.resolve("bench.json") + " and " + out.resolve("bench.md"));
        } finally {
            interruption.close();
        }
        return ExitCodes.DONE;
    }

    private BenchPlan plan(Map<String, String> environment) {
        BundleName names = new BundleName(environment);
        return new BenchPlan(
                bundles.stream()
                        .map(name -> names.require(Optional.of(names.resolve(name))))
                        .toList(),
                inputs.isEmpty() ? (all ? List.of(InputFormat.values()) : List.of(InputFormat.RAW)) : inputs,
                threads.isEmpty() ? (all ? List.of(1, 2) : List.of(1)) : threads,
                overlaps,
                rounds,
                warmUps,
                seconds,
                number(imagesPerRun),
                partitions,
                images,
                number(side),
                data(environment));
    }

    private static OptionalInt number(Optional<Integer> given) {
        return given.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** Where the tests look for it too. */
    private static Optional<Path> data(Map<String, String> environment) {
        Path folder = environment.containsKey(DATA)
                ? Path.of(environment.get(DATA))
                : Path.of(environment.getOrDefault(HOME, ""), "..", "shared", "data");
        return Optional.of(folder).filter(Files::isDirectory);
    }

    private String commandLine() {
        List<String> words = spec.root().commandLine().getParseResult().originalArgs();
        return "elbowatch " + String.join(" ", words);
    }

    private void tell(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
