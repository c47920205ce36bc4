package io.elbowatch.lab.bench.scaling;

import io.elbowatch.lab.rig.Application;
import io.elbowatch.lab.rig.LoadedApplication;
import io.elbowatch.lab.rig.Machine;
import io.elbowatch.lab.rig.Rig;
import io.elbowatch.lab.rig.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Runs a plan: rounds of all networks, dimensions and counts, so that a machine that slows down slows all of them. */
public final class ScalingBench {
    private static final int SETTLING = 2;

    private final Application application;
    private final ScalingPlan plan;
    private final Map<Setup, List<Double>> found = new LinkedHashMap<>();

    /** What is compared. */
    private record Setup(Network network, Dimension dimension, int count) {
        String label() {
            return network.name() + ", " + count + " " + dimension.label();
        }
    }

    public ScalingBench(Application application, ScalingPlan plan) {
        this.application = application;
        this.plan = plan;
    }

    /** @param progress is told a line after every measurement */
    public ScalingReport run(Consumer<String> progress) {
        try (Rig rig = Rig.start()) {
            for (Network network : plan.networks()) {
                measure(rig, new Setup(network, Dimension.THREADS, 1), plan.warmUp());
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                for (Setup setup : setups()) {
                    double imagesPerSecond = measure(rig, setup, plan.measured().dividedBy(SETTLING));
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

    private double measure(Rig rig, Setup setup, Duration settling) {
        Map<String, String> settings = new LinkedHashMap<>(setup.network().settings());
        settings.put("threads", Integer.toString(setup.dimension().threads(setup.count())));
        try (LoadedApplication loaded = LoadedApplication.start(
                rig,
                application,
                settings,
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
