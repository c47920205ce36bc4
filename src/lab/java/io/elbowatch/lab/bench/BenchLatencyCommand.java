package io.elbowatch.lab.bench;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.cli.ExitCodes;
import io.elbowatch.cli.SettingsFlags;
import io.elbowatch.core.Refusal;
import io.elbowatch.lab.bench.latency.LatencyBench;
import io.elbowatch.lab.bench.latency.LatencyPlan;
import io.elbowatch.lab.bench.latency.LatencyReport;
import io.elbowatch.lab.bench.latency.Load;
import io.elbowatch.lab.bench.latency.Variant;
import io.elbowatch.settings.BundleName;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long results take, by preset and rate. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures how long it takes from the moment at which an image is to be sent until its result can be read"
                    + " (read_committed), at steady rates.",
            "Broker, sender, application and reader share this process. Rounds go through all presets in turn; each begins"
                    + " under full load, which tells its capacity. Every image must come back once, or there is no figure.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch bench latency",
            "  elbowatch bench latency --preset latency --rates 500,2000 --seconds 30 --out target/latency",
            "  elbowatch bench latency --sweep --rounds 1 --seconds 3",
            "      commit interval by linger by size of the batch: what the presets were chosen from",
        })
public final class BenchLatencyCommand implements Callable<Integer> {
    private static final Map<String, List<String>> SWEEP = new LinkedHashMap<>();

    static {
        SWEEP.put("kafka.commit.interval.ms", List.of("25", "50", "100", "200"));
        SWEEP.put("batch.linger", List.of("5ms", "25ms", "100ms"));
        SWEEP.put("batch.max-images", List.of("16", "64", "256"));
    }

    private final SettingsFlags settings =
            SettingsFlags.ofModel().with(SettingsTable.THREADS).with(SettingsTable.GUARANTEE);

    @Option(
            names = "--preset",
            paramLabel = "PRESET",
            split = ",",
            defaultValue = "balanced,latency,throughput",
            description = "Presets to measure (default: ${DEFAULT-VALUE}).")
    private List<String> presets;

    @Option(
            names = "--vary",
            paramLabel = "KEY=VALUE,...",
            description = "Measure all combinations of these values of settings instead of presets. Repeatable.")
    private List<String> vary = List.of();

    @Option(
            names = "--sweep",
            description =
                    "Measure commit interval by linger by size of the batch instead of presets; short for three --vary.")
    private boolean sweep;

    @Option(
            names = "--rates",
            paramLabel = "RATE",
            split = ",",
            defaultValue = "500,2000,80%",
            description = "Images a second, or a share of what the variant manages (default: ${DEFAULT-VALUE}).")
    private List<String> rates;

    @Option(
            names = "--partitions",
            paramLabel = "NUMBER",
            defaultValue = "8",
            description = "Of the topics of images and scores (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "Folder, IDX file or zip to send over and over (default: generated images).")
    private Optional<Path> images;

    @Mixin
    private final BenchRounds rounds =
            new BenchRounds(Map.of("--seconds", "10", "--warm-up", "30", "--out", "target/bench/latency"));

    @Spec
    void offerSettings(CommandSpec command) {
        settings.addTo(command);
    }

    @Override
    public Integer call() {
        LatencyPlan plan = rounds.plan(this::plan);
        Settings early = load(Map.of());
        Bundle bundle = Bundle.load(new BundleName(System.getenv()).require(early.bundle()));
        BenchImages sent = BenchImages.of(images, bundle);
        LatencyReport report = new LatencyBench(new BenchedService(this::load), sent.values(), plan).run(rounds::tell);
        String markdown = (sweep || !vary.isEmpty() ? report.overview() : report.markdown())
                + "%nBundle %s, images: %s.%n".formatted(bundle.manifest().name(), sent.what());
        rounds.publish(report, markdown);
        return ExitCodes.DONE;
    }

    private LatencyPlan plan() {
        return new LatencyPlan(
                variants(),
                rates.stream().map(Load::parse).toList(),
                partitions,
                rounds.rounds(),
                rounds.warmUp(),
                rounds.measured());
    }

    private List<Variant> variants() {
        if (!sweep && vary.isEmpty()) {
            return presets.stream().map(Variant::preset).toList();
        }
        Map<String, List<String>> values = new LinkedHashMap<>(sweep ? SWEEP : Map.of());
        for (String text : vary) {
            int at = text.indexOf('=');
            if (at < 1) {
                throw new IllegalArgumentException("'" + text + "' is no KEY=VALUE,VALUE");
            }
            values.put(text.substring(0, at), List.of(text.substring(at + 1).split(",")));
        }
        return Variant.product(values).stream().filter(this::works).toList();
    }

    /** Some combinations contradict each other, as a linger above the commit interval does. */
    private boolean works(Variant variant) {
        try {
            load(variant.settings());
            return true;
        } catch (Refusal e) {
            rounds.tell("left out: " + variant.name() + ": " + e.getMessage());
            return false;
        }
    }

    private Settings load(Map<String, String> fixed) {
        return settings.load(Map.of(SettingsTable.BUNDLE.key(), "fashion-mnist"), fixed);
    }
}
