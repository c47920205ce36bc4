package io.elbowatch.lab.bench;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.cli.ExitCodes;
import io.elbowatch.cli.SettingsFlags;
import io.elbowatch.lab.bench.scaling.Network;
import io.elbowatch.lab.bench.scaling.ScalingBench;
import io.elbowatch.lab.bench.scaling.ScalingPlan;
import io.elbowatch.lab.bench.scaling.ScalingReport;
import io.elbowatch.settings.BundleName;
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
            description = "Of partitions, threads and instances (default: ${DEFAULT-VALUE}).")
    private List<Integer> counts;

    @Option(
            names = "--preset",
            paramLabel = "PRESET",
            defaultValue = "throughput",
            description = "Preset of all (default: ${DEFAULT-VALUE}).")
    private String preset;

    @Mixin
    private final BenchRounds rounds =
            new BenchRounds(Map.of("--seconds", "8", "--warm-up", "20", "--out", "target/bench/scaling"));

    @Spec
    void offerSettings(CommandSpec command) {
        settings.addTo(command);
    }

    @Override
    public Integer call() {
        ScalingPlan plan = rounds.plan(this::plan);
        ScalingReport report = new ScalingBench(new BenchedService(this::load), plan).run(rounds::tell);
        rounds.publish(report, report.markdown());
        return ExitCodes.DONE;
    }

    private ScalingPlan plan() {
        return new ScalingPlan(
                bundles.stream().map(this::network).toList(),
                counts,
                rounds.rounds(),
                rounds.warmUp(),
                rounds.measured());
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
