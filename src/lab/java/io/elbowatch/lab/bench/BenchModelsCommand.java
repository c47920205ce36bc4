package io.elbowatch.lab.bench;

import io.elbowatch.cli.ExitCodes;
import io.elbowatch.cli.SettingsFlags;
import io.elbowatch.lab.bench.models.ModelsBench;
import io.elbowatch.lab.bench.models.ModelsPlan;
import io.elbowatch.lab.bench.models.ModelsReport;
import io.elbowatch.lab.rig.TemporaryFolder;
import io.elbowatch.settings.BundleName;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures batches, memory and swaps of many models in one application. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the size of batches, memory and latency with many bundles in one application, and latency while bundles"
                    + " are swapped.",
            "The bundles are copies of one, each with a graph of its own, which the product neither shares nor batches"
                    + " together. Broker, sender, product and reader share this process.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch bench models",
            "  elbowatch bench models --number 40 --rate 1000 --lingers 25ms,100ms",
        })
public final class BenchModelsCommand implements Callable<Integer> {
    private final SettingsFlags settings =
            SettingsFlags.ofModel().with(SettingsTable.THREADS).with(SettingsTable.GUARANTEE);

    @Option(
            names = "--number",
            paramLabel = "NUMBER",
            defaultValue = "20",
            description = "Bundles (default: ${DEFAULT-VALUE}).")
    private int number;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            defaultValue = "2000",
            description = "Images per second, over all bundles (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--lingers",
            paramLabel = "DURATION",
            split = ",",
            defaultValue = "5ms,25ms,100ms",
            description = "Values of batch.linger (default: ${DEFAULT-VALUE}).")
    private List<String> lingers;

    @Option(
            names = "--partitions",
            paramLabel = "NUMBER",
            defaultValue = "8",
            description = "Partitions of the images and scores topics (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Mixin
    private final BenchOptions.OfProduct options = new BenchOptions.OfProduct(
            Map.of("--rounds", "3", "--seconds", "10", "--warm-up", "0", "--out", "target/bench/models"));

    @Spec
    void offerSettings(CommandSpec command) {
        settings.addTo(command);
    }

    @Override
    public Integer call() {
        Settings product = load(Map.of());
        Path bundle = new BundleName(System.getenv()).require(product.bundle());
        ModelsPlan plan = options.plan(
                () -> new ModelsPlan(bundle, number, rate, lingers, partitions, options.rounds(), options.measured()));
        BenchedBundle images = BenchedBundle.load(product, Optional.empty());
        try (TemporaryFolder folder = new TemporaryFolder("elbowatch-models-")) {
            ModelsReport report =
                    new ModelsBench(this::load, plan, images.values(), folder.path()).run(options::progress);
            options.publish(report, report.markdown());
        }
        return ExitCodes.DONE;
    }

    private Settings load(Map<String, String> fixed) {
        return settings.load(Map.of(SettingsTable.BUNDLE.key(), "fashion-mnist-conv"), fixed);
    }
}
