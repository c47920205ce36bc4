package io.elbowatch.cli;

import io.elbowatch.bench.rig.ReportFiles;
import io.elbowatch.bench.scaling.Network;
import io.elbowatch.bench.scaling.ScalingBench;
import io.elbowatch.bench.scaling.ScalingPlan;
import io.elbowatch.bench.scaling.ScalingReport;
import io.elbowatch.core.Refusal;
import io.elbowatch.onnx.Bundle;
import io.elbowatch.settings.BundleName;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How throughput grows with partitions, threads and instances. */
@Command(
        name = "scaling",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures images per second with 1, 2 and 4 partitions, threads and instances.",
            "Broker, sender, application and reader share this process and its cores; docs/scaling.md says how to reckon from"
                    + " what is measured here to clusters.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch bench scaling",
            "  elbowatch bench scaling --bundles boards --counts 1,2,4,8 --seconds 20 --out target/scaling",
        })
final class BenchScalingCommand implements Callable<Integer> {
    private final SettingsFlags settings = SettingsFlags.none()
            .with(SettingsTable.ALPHA)
            .with(SettingsTable.PROVIDER)
            .with(SettingsTable.GUARANTEE);

    private CommandSpec spec;

    @Option(
            names = "--bundles",
            paramLabel = "BUNDLE",
            split = ",",
            defaultValue = "fashion-mnist,boards",
            description = "Networks to measure (default: ${DEFAULT-VALUE}).")
    private List<String> bundles;

    @Option(
            names = "--counts",
            paramLabel = "NUMBER",
            split = ",",
            defaultValue = "1,2,4",
            description = "Of partitions, threads and instances (default: ${DEFAULT-VALUE}).")
    private List<Integer> counts;

    @Option(
            names = "--preset",
            paramLabel = "PRESET",
            defaultValue = "throughput",
            description = "Preset of all (default: ${DEFAULT-VALUE}).")
    private String preset;

    @Option(
            names = "--seconds",
            paramLabel = "NUMBER",
            defaultValue = "8",
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
            defaultValue = "20",
            description = "Full load for so long before, with each network (default: ${DEFAULT-VALUE}).")
    private double warmUpSeconds;

    @Option(
            names = "--out",
            paramLabel = "NAME",
            defaultValue = "target/bench/scaling",
            description = "Writes NAME.json and NAME.md (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Spec
    void offerSettings(CommandSpec command) {
        spec = command;
        settings.addTo(command);
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        ScalingReport report = new ScalingBench(new BenchedService(this::load), plan()).run(line -> {
            err.println(line);
            err.flush();
        });
        ReportFiles.write(out, report, report.markdown());
        spec.commandLine().getOut().print(report.markdown());
        spec.commandLine().getOut().flush();
        return ExitCodes.DONE;
    }

    private ScalingPlan plan() {
        try {
            return new ScalingPlan(
                    bundles.stream().map(this::network).toList(),
                    counts,
                    rounds,
                    Duration.ofMillis((long) (1000 * warmUpSeconds)),
                    Duration.ofMillis((long) (1000 * seconds)));
        } catch (IllegalArgumentException e) {
            throw new Refusal(e.getMessage(), "'elbowatch bench scaling --help' shows how it is written", e);
        }
    }

    private Network network(String name) {
        Map<String, String> chosen = Map.of(SettingsTable.BUNDLE.key(), name, SettingsTable.PRESET.key(), preset);
        Bundle bundle =
                Bundle.load(new BundleName(System.getenv()).require(load(chosen).bundle()));
        BenchImages images = BenchImages.of(Optional.empty(), bundle);
        return new Network(bundle.manifest().name() + " (" + images.what() + ")", chosen, images.values());
    }

    private Settings load(Map<String, String> fixed) {
        return settings.load(Map.of(), fixed);
    }
}
