package io.elbowatch.lab.bench;

import io.elbowatch.cli.ExitCodes;
import io.elbowatch.cli.SettingsFlags;
import io.elbowatch.lab.bench.scaling.ScalingBench;
import io.elbowatch.lab.bench.scaling.ScalingPlan;
import io.elbowatch.lab.bench.scaling.ScalingPlan.Network;
import io.elbowatch.lab.bench.scaling.ScalingReport;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how throughput grows with partitions, threads and instances. */
@Command(
        name = "scaling",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures images per second with 1, 2 and 4 partitions, threads and instances.",
            "Broker, sender, product and reader share this process and its cores; docs/scaling.md describes how to estimate the"
                    + " throughput of a cluster from these figures.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch bench scaling",
            "  elbowatch bench scaling --bundles boards --counts 1,2,4,8 --out target/scaling",
        })
public final class BenchScalingCommand implements Callable<Integer> {
    private final SettingsFlags settings = SettingsFlags.none()
            .with(SettingsTable.ALPHA)
            .with(SettingsTable.PROVIDER)
            .with(SettingsTable.GUARANTEE);

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
            description = "Numbers of partitions, threads and instances (default: ${DEFAULT-VALUE}).")
    private List<Integer> counts;

    @Option(
            names = "--preset",
            paramLabel = "PRESET",
            defaultValue = "throughput",
            description = "Preset of all measurements (default: ${DEFAULT-VALUE}).")
    private String preset;

    @Mixin
    private final BenchOptions.OfProduct options = new BenchOptions.OfProduct(
            Map.of("--rounds", "3", "--seconds", "8", "--warm-up", "20", "--out", "target/bench/scaling"));

    @Spec
    void offerSettings(CommandSpec command) {
        settings.addTo(command);
    }

    @Override
    public Integer call() {
        ScalingPlan plan = options.plan(this::plan);
        ScalingReport report = new ScalingBench(this::load, plan).run(options::progress);
        options.publish(report, report.markdown());
        return ExitCodes.DONE;
    }

    private ScalingPlan plan() {
        return new ScalingPlan(
                bundles.stream().map(this::network).toList(),
                counts,
                options.rounds(),
                options.warmUp(),
                options.measured());
    }

    private Network network(String name) {
        Map<String, String> chosen = Map.of(SettingsTable.BUNDLE.key(), name, SettingsTable.PRESET.key(), preset);
        BenchedBundle bundle = BenchedBundle.load(load(chosen), Optional.empty());
        return new Network(bundle.name() + " (" + bundle.origin() + ")", chosen, bundle.values());
    }

    private Settings load(Map<String, String> fixed) {
        return settings.load(Map.of(), fixed);
    }
}
