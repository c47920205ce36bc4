package io.elbowatch.lab.bench.latency;

import io.elbowatch.lab.rig.BenchBroker;
import io.elbowatch.lab.rig.LoadedApplication;
import io.elbowatch.lab.rig.Machine;
import io.elbowatch.lab.rig.Measurement;
import io.elbowatch.lab.rig.Spread;
import io.elbowatch.service.ServiceParts;
import io.elbowatch.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs a plan. Each round has all variants, each first under full load, which warms it up and gives its capacity. */
public final class LatencyBench {
    /** The uncounted part of a measurement is the counted one divided by this. */
    private static final int WARM_UP_DIVISOR = 5;

    private final Function<Map<String, String>, Settings> settings;
    private final List<byte[]> images;
    private final LatencyPlan plan;
    private final Map<SettingsVariant, List<Double>> capacities = new LinkedHashMap<>();
    private final Map<SettingsVariant, Map<Load, List<Measurement>>> measurements = new LinkedHashMap<>();

    /**
     * @param settings loads the settings of the product with those given fixed, by key
     * @param images values of the records, sent over and over
     */
    public LatencyBench(Function<Map<String, String>, Settings> settings, List<byte[]> images, LatencyPlan plan) {
        this.settings = settings;
        this.images = List.copyOf(images);
        this.plan = plan;
    }

    /** @param progress gets a line after every variant of every round */
    public LatencyReport run(Consumer<String> progress) {
        try (BenchBroker broker = BenchBroker.start()) {
            warmUp(broker, plan.variants().get(0));
            for (int round = 1; round <= plan.rounds(); round++) {
                for (SettingsVariant variant : plan.variants()) {
                    progress.accept("round " + round + " of " + plan.rounds() + ", " + variant.name() + ": "
                            + measure(broker, variant));
                }
            }
        }
        return report();
    }

    private void warmUp(BenchBroker broker, SettingsVariant variant) {
        try (LoadedApplication loaded = start(broker, variant)) {
            loaded.capacity(plan.warmUp(), plan.measured());
        }
    }

    private LoadedApplication start(BenchBroker broker, SettingsVariant variant) {
        return LoadedApplication.start(
                broker,
                settings,
                variant.settings(),
                1,
                plan.partitions(),
                images,
                ServiceParts.PRODUCT,
                plan.isolation());
    }

    private String measure(BenchBroker broker, SettingsVariant variant) {
        StringBuilder line = new StringBuilder();
        Duration warmUp = plan.measured().dividedBy(WARM_UP_DIVISOR);
        try (LoadedApplication loaded = start(broker, variant)) {
            double capacity = loaded.capacity(warmUp, plan.measured());
            capacities.computeIfAbsent(variant, v -> new ArrayList<>()).add(capacity);
            line.append(String.format(Locale.ROOT, "capacity %,.0f/s", capacity));
            for (Load load : plan.loads()) {
                Measurement measured = loaded.steady(imagesPerSecond(load, capacity), warmUp, plan.measured());
                measurements
                        .computeIfAbsent(variant, v -> new LinkedHashMap<>())
                        .computeIfAbsent(load, l -> new ArrayList<>())
                        .add(measured);
                line.append(String.format(
                        Locale.ROOT,
                        "; %s: p50 %.1f, p99 %.1f ms",
                        load.label(),
                        measured.p50Millis(),
                        measured.p99Millis()));
            }
        }
        return line.toString();
    }

    private static double imagesPerSecond(Load load, double capacity) {
        if (load instanceof Load.Steady steady) {
            return steady.imagesPerSecond();
        }
        return ((Load.ShareOfCapacity) load).share() * capacity;
    }

    private LatencyReport report() {
        List<LatencyReport.OfVariant> variants = capacities.keySet().stream()
                .map(variant -> new LatencyReport.OfVariant(
                        variant.name(),
                        variant.settings(),
                        Spread.of(capacities.get(variant), capacity -> capacity),
                        plan.loads().stream()
                                .map(load -> LatencyReport.OfLoad.of(
                                        load.label(), measurements.get(variant).get(load)))
                                .toList()))
                .toList();
        return new LatencyReport(
                Machine.here(),
                plan.isolation(),
                plan.partitions(),
                plan.rounds(),
                plan.measured().toMillis(),
                variants);
    }
}
