package io.elbowatch.lab.bench;

import io.elbowatch.cli.ExitCodes;
import io.elbowatch.cli.SettingsFlags;
import io.elbowatch.lab.bench.provider.ProviderBench;
import io.elbowatch.lab.bench.provider.ProviderPlan;
import io.elbowatch.lab.bench.provider.ProviderReport;
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

/** Compares a provider with the CPU: terms, verdicts, speed by batch size. */
@Command(
        name = "provider",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares a provider with the CPU: the terms and verdicts of golden and random images, and the images per second"
                    + " by size of batch, one thread each.",
            "It refuses a provider that does not work or does not score the golden images as training did.",
            "The memory is what nvidia-smi reports for the whole machine.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch bench provider --provider cuda",
            "  elbowatch bench provider --provider webgpu --bundles boards --seconds 1",
        })
public final class BenchProviderCommand implements Callable<Integer> {
    private final SettingsFlags settings =
            SettingsFlags.none().with(SettingsTable.PROVIDER).with(SettingsTable.PROVIDER_MEMORY);

    @Option(
            names = "--bundles",
            paramLabel = "BUNDLE",
            split = ",",
            defaultValue = "fashion-mnist,fashion-mnist-conv,boards,deeppcb",
            description = {"Networks to measure, by default", "${DEFAULT-VALUE}."})
    private List<String> bundles;

    @Option(
            names = "--batches",
            paramLabel = "IMAGES",
            split = ",",
            defaultValue = "1,8,16,32,64,128,256,512",
            description = "Images of a run (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "512",
            description = "Golden and random images to compare (default: ${DEFAULT-VALUE}).")
    private int images;

    @Mixin
    private final BenchOptions.OfProduct options = new BenchOptions.OfProduct(
            Map.of("--rounds", "3", "--seconds", "0.5", "--warm-up", "0", "--out", "target/bench/provider"));

    @Spec
    void offerSettings(CommandSpec command) {
        settings.addTo(command);
    }

    @Override
    public Integer call() {
        ProviderPlan plan = options.plan(this::plan);
        ProviderReport report = new ProviderBench(plan).run(options::progress);
        options.publish(report, report.markdown());
        return ExitCodes.DONE;
    }

    private ProviderPlan plan() {
        Settings given = settings.load(Map.of(), Map.of());
        BundleName names = new BundleName(System.getenv());
        return new ProviderPlan(
                given.provider(),
                bundles.stream()
                        .map(name -> names.require(Optional.of(names.resolve(name))))
                        .toList(),
                batches,
                options.rounds(),
                options.measured(),
                images);
    }
}
