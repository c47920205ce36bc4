package io.elbowatch.lab.bench.scaling;

import java.time.Duration;
import java.util.List;

/**
 * What is measured: every network with every count of every dimension, in each round.
 *
 * @param counts the first is what the others are compared with
 * @param rounds at least one
 * @param warmUp of the process at full load, before the first round of each network
 * @param measured so long at full load, and half of it before, that is not counted
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
            throw new IllegalArgumentException("what is measured must last 100 ms or longer, not " + measured);
        }
    }
}
