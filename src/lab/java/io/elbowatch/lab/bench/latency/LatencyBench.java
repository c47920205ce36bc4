package io.elbowatch.lab.bench.latency;

import io.elbowatch.lab.rig.Application;
import io.elbowatch.lab.rig.LoadedApplication;
import io.elbowatch.lab.rig.Machine;
import io.elbowatch.lab.rig.Measurement;
import io.elbowatch.lab.rig.Rig;
import io.elbowatch.lab.rig.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Runs a plan: rounds of all variants, each under full load first, which warms it up and tells its capacity. */
public final class LatencyBench {
    private static final int SHORT_WARM_UP = 5;

    private final Application application;
    private final List<byte[]> images;
    private final LatencyPlan plan;
    private final Map<Variant, List<Double>> capacities = new LinkedHashMap<>();
    private final Map<Variant, Map<Load, List<Measurement>>> measurements = new LinkedHashMap<>();

    /** @param images values of the records, sent over and over */
    public LatencyBench(Application application, List<byte[]> images, LatencyPlan plan) {
        this.application = application;
        this.images = List.copyOf(images);
        this.plan = plan;
    }

    /** @param progress is told a line after every variant of every round */
    public LatencyReport run(Consumer<String> progress) {
        try (Rig rig = Rig.start()) {
            warmUp(rig, plan.variants().get(0));
            for (int round = 1; round <= plan.rounds(); round++) {
                for (Variant variant : plan.variants()) {
                    progress.accept("round " + round + " of " + plan.rounds() + ", " + variant.name() + ": "
                            + measure(rig, variant));
                }
            }
        }
        return report();
    }

    private void warmUp(Rig rig, Variant variant) {
        try (LoadedApplication loaded = start(rig, variant)) {
            loaded.capacity(plan.warmUp(), plan.measured());
        }
    }

    private LoadedApplication start(Rig rig, Variant variant) {
        return LoadedApplication.start(rig, application, variant.settings(), 1, plan.partitions(), images);
    }

    private String measure(Rig rig, Variant variant) {
        StringBuilder line = new StringBuilder();
        Duration warmUp = plan.measured().dividedBy(SHORT_WARM_UP);
        try (LoadedApplication loaded = start(rig, variant)) {
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
                plan.partitions(),
                plan.rounds(),
                plan.measured().toMillis(),
                variants);
    }
}
