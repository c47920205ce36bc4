package io.elbowatch.lab.bench;

import io.elbowatch.cli.ExitCodes;
import io.elbowatch.cli.SettingsFlags;
import io.elbowatch.core.Refusal;
import io.elbowatch.lab.bench.latency.LatencyBench;
import io.elbowatch.lab.bench.latency.LatencyPlan;
import io.elbowatch.lab.bench.latency.LatencyReport;
import io.elbowatch.lab.bench.latency.Load;
import io.elbowatch.lab.bench.latency.SettingsVariant;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the latency of results, by preset and rate. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures the time from the moment when an image is due to be sent until its result can be read, at steady rates.",
            "Broker, sender, product and reader share this process. Each round measures all presets in turn, and each preset"
                    + " first under full load, which gives its capacity. An image without a result, or with two, is an error.",
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  elbowatch bench latency",
            "  elbowatch bench latency --preset latency --rates 500,2000 --out target/latency",
            "  elbowatch bench latency --rates 500 --isolation read_uncommitted",
            "      the early verdict",
            "  elbowatch bench latency --sweep --rounds 1 --seconds 3",
            "      commit interval by linger by batch size: the presets are from these",
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
            description = "Presets to measure (default: all of them).")
    private List<String> presets;

    @Option(
            names = "--vary",
            paramLabel = "KEY=VALUE,...",
            description = "Measure all combinations of these values instead of presets. Repeatable.")
    private List<String> vary = List.of();

    @Option(
            names = "--sweep",
            description = "Measure commit interval by linger by batch size instead of presets; short for three --vary.")
    private boolean sweep;

    @Option(
            names = "--rates",
            paramLabel = "RATE",
            split = ",",
            defaultValue = "500,2000,80%",
            description = "Images per second, or a share of the capacity (default: ${DEFAULT-VALUE}).")
    private List<String> rates;

    @Option(
            names = "--isolation",
            paramLabel = "LEVEL",
            defaultValue = "read_committed",
            description = "How results are read; read_uncommitted measures the early verdict, which a crash takes back"
                    + " (default: ${DEFAULT-VALUE}).")
    private String isolation;

    @Option(
            names = "--partitions",
            paramLabel = "NUMBER",
            defaultValue = "8",
            description = "Partitions of the images and scores topics (default: ${DEFAULT-VALUE}).")
    private int partitions;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "Folder, IDX file or zip to send over and over (default: images of the bundle's own kind).")
    private Optional<Path> images;

    @Mixin
    private final BenchOptions.OfProduct options = new BenchOptions.OfProduct(
            Map.of("--rounds", "3", "--seconds", "10", "--warm-up", "30", "--out", "target/bench/latency"));

    @Spec
    void offerSettings(CommandSpec command) {
        settings.addTo(command);
    }

    @Override
    public Integer call() {
        LatencyPlan plan = options.plan(this::plan);
        BenchedBundle bundle = BenchedBundle.load(load(Map.of()), images);
        LatencyReport report = new LatencyBench(this::load, bundle.values(), plan).run(options::progress);
        String markdown = (sweep || !vary.isEmpty() ? report.overview() : report.markdown())
                + String.format(Locale.ROOT, "%nBundle %s, images: %s.%n", bundle.name(), bundle.origin());
        options.publish(report, markdown);
        return ExitCodes.DONE;
    }

    private LatencyPlan plan() {
        return new LatencyPlan(
                variants(),
                rates.stream().map(Load::parse).toList(),
                isolation,
                partitions,
                options.rounds(),
                options.warmUp(),
                options.measured());
    }

    private List<SettingsVariant> variants() {
        if (!sweep && vary.isEmpty()) {
            return presets.stream().map(SettingsVariant::preset).toList();
        }
        Map<String, List<String>> values = new LinkedHashMap<>(sweep ? SWEEP : Map.of());
        for (String text : vary) {
            int at = text.indexOf('=');
            if (at < 1) {
                throw new IllegalArgumentException("'" + text + "' is not KEY=VALUE,VALUE");
            }
            values.put(text.substring(0, at), List.of(text.substring(at + 1).split(",")));
        }
        return SettingsVariant.product(values).stream().filter(this::isValid).toList();
    }

    /** Some combinations are invalid, such as a linger above the commit interval. */
    private boolean isValid(SettingsVariant variant) {
        try {
            load(variant.settings());
            return true;
        } catch (Refusal e) {
            options.progress("left out: " + variant.name() + ": " + e.getMessage());
            return false;
        }
    }

    private Settings load(Map<String, String> fixed) {
        return settings.load(Map.of(SettingsTable.BUNDLE.key(), "fashion-mnist"), fixed);
    }
}
