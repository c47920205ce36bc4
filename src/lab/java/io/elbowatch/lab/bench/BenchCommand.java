package io.elbowatch.lab.bench;

import io.elbowatch.cli.ExitCodes;
import io.elbowatch.cli.Interruption;
import io.elbowatch.lab.bench.throughput.BenchComparison;
import io.elbowatch.lab.bench.throughput.BenchPlan;
import io.elbowatch.lab.bench.throughput.BenchPlan.Overlaps;
import io.elbowatch.lab.bench.throughput.BenchReport;
import io.elbowatch.lab.bench.throughput.BenchTable;
import io.elbowatch.lab.bench.throughput.InputFormat;
import io.elbowatch.lab.bench.throughput.ThroughputBench;
import io.elbowatch.lab.rig.DataFolder;
import io.elbowatch.lab.rig.ReportFiles;
import io.elbowatch.settings.BundleName;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares the throughput of the product with the model alone and with other code for the same task. */
@Command(
        name = BenchCommand.NAME,
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how many images per second the flow scores on this machine, and compares it with ONNX Runtime alone, a"
                    + " hand-written loop of Kafka's clients, and Kafka Streams with one model run per image. Starts a broker in"
                    + " this process and removes it at the end; only the report stays.",
            "The images are real if --images, ELBOWATCH_DATA or ../shared/data next to the clone has some, else generated."
                    + " docs/performance.md describes what is measured, and how to read it.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch bench",
            "      three networks, raw images, one scoring thread: 5 minutes on two cores",
            "  elbowatch bench --all --rounds 5 --out bench-all",
            "      raw, PNG and JPEG, one and two threads: about 50 minutes",
            "  elbowatch bench --bundles boards --inputs png --compare bench/bench.json",
            "      one network, compared with an earlier report",
        })
public final class BenchCommand implements Callable<Integer> {
    public static final String NAME = "bench";

    private CommandSpec spec;

    @Option(
            names = "--bundles",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "fashion-mnist,fashion-mnist-conv,boards",
            description = "Names or folders of bundles, separated by commas (default: ${DEFAULT-VALUE}).")
    private List<String> bundles;

    @Option(
            names = "--inputs",
            split = ",",
            paramLabel = "FORMAT",
            description = "Formats of the images: raw, png, jpeg (default: raw).")
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
            names = "--warm-ups",
            paramLabel = "N",
            defaultValue = "1",
            description = "Rounds before those, which are not counted (default: ${DEFAULT-VALUE}).")
    private int warmUps;

    @Option(
            names = "--images-per-run",
            paramLabel = "N",
            description = "Images of a run (default: as many as the model alone scores in --seconds).")
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
            description = "Images for all bundles: a folder, an IDX file or a zip.")
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
            description = "Folder for bench.json and bench.md (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description = "An earlier bench.json: prints the ratios of the new figures to it.")
    private Optional<Path> compare;

    @Mixin
    private final BenchOptions options = new BenchOptions(Map.of("--rounds", "3", "--seconds", "2"));

    @Spec
    void keep(CommandSpec command) {
        spec = command;
    }

    @Override
    public Integer call() {
        BenchPlan plan = plan(System.getenv());
        Optional<BenchReport> older = compare.map(BenchReport::read);
        ReportFiles files = new ReportFiles(out.resolve("bench"));
        ThroughputBench bench = new ThroughputBench(plan, Clock.systemUTC(), options::progress);
        Interruption interruption = Interruption.calling(bench::stop);
        try {
            BenchReport report = bench.run(commandLine());
            BenchTable table = new BenchTable(report);
            files.write(report, table.markdown());
            options.print(table.text());
            older.ifPresent(then -> options.print(new BenchComparison(then, report).text()));
            options.progress("wrote " + out.resolve("bench.json") + " and " + out.resolve("bench.md"));
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
                options.rounds(),
                warmUps,
                options.seconds(),
                number(imagesPerRun),
                partitions,
                images,
                number(side),
                DataFolder.of(environment));
    }

    private static OptionalInt number(Optional<Integer> given) {
        return given.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private String commandLine() {
        List<String> words = spec.root().commandLine().getParseResult().originalArgs();
        return "elbowatch " + String.join(" ", words);
    }
}
