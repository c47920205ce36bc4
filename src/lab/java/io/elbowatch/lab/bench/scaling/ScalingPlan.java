package io.elbowatch.lab.bench.scaling;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is measured: in each round every network with every count of every dimension.
 *
 * @param counts the others are compared with the first
 * @param rounds at least one
 * @param warmUp time under full load before the first round of each network
 * @param measured time under full load of each measurement; half of it before that is not counted
 */
public record ScalingPlan(
        List<Network> networks, List<Integer> counts, int rounds, Duration warmUp, Duration measured) {

    public ScalingPlan {
        networks = List.copyOf(networks);
        counts = List.copyOf(counts);
        if (networks.isEmpty() || counts.isEmpty()) {
            throw new IllegalArgumentException("there is no network or no count to measure");
        }
        if (counts.stream().anyMatch(count -> count < 1 || count > 64)) {
            throw new IllegalArgumentException("counts must lie between 1 and 64, not " + counts);
        }
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds must be positive, not " + rounds);
        }
        if (warmUp.isNegative() || measured.toMillis() < 100) {
            throw new IllegalArgumentException("a measurement must last 100 ms or longer, not " + measured);
        }
    }

    /**
     * A model with its images.
     *
     * @param name in reports
     * @param settings that select the model, by key
     * @param images values of the records, sent over and over
     */
    public record Network(String name, Map<String, String> settings, List<byte[]> images) {

        public Network {
            settings = Map.copyOf(settings);
            images = List.copyOf(images);
        }
    }

    /** What grows while the rest stays as it is. */
    enum Dimension {
        PARTITIONS,
        THREADS,
        INSTANCES;

        /** More partitions than threads and instances. */
        private static final int DEFAULT_PARTITIONS = 8;

        int partitions(int count) {
            return this == PARTITIONS ? count : DEFAULT_PARTITIONS;
        }

        int threads(int count) {
            return this == THREADS ? count : 1;
        }

        int instances(int count) {
            return this == INSTANCES ? count : 1;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
