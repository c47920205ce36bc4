package io.elbowatch.lab.bench.scaling;

import io.elbowatch.lab.bench.scaling.ScalingPlan.Dimension;
import io.elbowatch.lab.bench.scaling.ScalingPlan.Network;
import io.elbowatch.lab.rig.BenchBroker;
import io.elbowatch.lab.rig.LoadedApplication;
import io.elbowatch.lab.rig.Machine;
import io.elbowatch.lab.rig.Spread;
import io.elbowatch.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs a plan. Each round has all networks, dimensions and counts, so that a slow phase of the machine affects all of
 * them.
 */
public final class ScalingBench {
    /** The uncounted part of a measurement is the counted one divided by this. */
    private static final int SETTLING_DIVISOR = 2;

    private final Function<Map<String, String>, Settings> settings;
    private final ScalingPlan plan;
    private final Map<Setup, List<Double>> found = new LinkedHashMap<>();

    /** What one measurement is of. */
    private record Setup(Network network, Dimension dimension, int count) {
        String label() {
            return network.name() + ", " + count + " " + dimension.label();
        }
    }

    /** @param settings loads the settings of the product with those given fixed, by key */
    public ScalingBench(Function<Map<String, String>, Settings> settings, ScalingPlan plan) {
        this.settings = settings;
        this.plan = plan;
    }

    /** @param progress gets a line after every measurement */
    public ScalingReport run(Consumer<String> progress) {
        try (BenchBroker broker = BenchBroker.start()) {
            for (Network network : plan.networks()) {
                measure(broker, new Setup(network, Dimension.THREADS, 1), plan.warmUp());
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                for (Setup setup : setups()) {
                    double imagesPerSecond =
                            measure(broker, setup, plan.measured().dividedBy(SETTLING_DIVISOR));
                    found.computeIfAbsent(setup, s -> new ArrayList<>()).add(imagesPerSecond);
                    progress.accept(String.format(
                            Locale.ROOT,
                            "round %d of %d, %s: %,.0f images/s",
                            round,
                            plan.rounds(),
                            setup.label(),
                            imagesPerSecond));
                }
            }
        }
        return report();
    }

    private List<Setup> setups() {
        List<Setup> setups = new ArrayList<>();
        for (Network network : plan.networks()) {
            for (Dimension dimension : Dimension.values()) {
                plan.counts().forEach(count -> setups.add(new Setup(network, dimension, count)));
            }
        }
        return setups;
    }

    private double measure(BenchBroker broker, Setup setup, Duration settling) {
        Map<String, String> fixed = new LinkedHashMap<>(setup.network().settings());
        fixed.put("threads", Integer.toString(setup.dimension().threads(setup.count())));
        try (LoadedApplication loaded = LoadedApplication.start(
                broker,
                settings,
                fixed,
                setup.dimension().instances(setup.count()),
                setup.dimension().partitions(setup.count()),
                setup.network().images())) {
            return loaded.capacity(settling, plan.measured());
        }
    }

    private ScalingReport report() {
        List<ScalingReport.Row> rows = new ArrayList<>();
        found.forEach((setup, all) -> {
            Spread first = Spread.of(
                    found.get(new Setup(
                            setup.network(), setup.dimension(), plan.counts().get(0))),
                    one -> one);
            Spread spread = Spread.of(all, one -> one);
            rows.add(new ScalingReport.Row(
                    setup.network().name(),
                    setup.dimension().label(),
                    setup.count(),
                    spread,
                    spread.median() / first.median()));
        });
        return new ScalingReport(Machine.here(), plan.rounds(), plan.measured().toMillis(), rows);
    }
}
