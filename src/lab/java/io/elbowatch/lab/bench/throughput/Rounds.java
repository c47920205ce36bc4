package io.elbowatch.lab.bench.throughput;

import io.elbowatch.lab.rig.Spread;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The runs of all variants, one of each per round. */
final class Rounds {
    private final Map<Variant, List<Run>> runs = new EnumMap<>(Variant.class);

    void add(Variant variant, Run run) {
        runs.computeIfAbsent(variant, first -> new ArrayList<>()).add(run);
    }

    List<Run> of(Variant variant) {
        return runs.get(variant);
    }

    /** The ratio of images/s of two variants, taken within each round: a slow phase of the machine affects both. */
    Spread ratio(Variant variant, Variant to) {
        List<Run> numerators = of(variant);
        List<Run> denominators = of(to);
        double[] ratios = new double[numerators.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = numerators.get(round).imagesPerSecond()
                    / denominators.get(round).imagesPerSecond();
        }
        return Spread.of(ratios);
    }
}
