package io.elbowatch.lab.bench.throughput;

import io.elbowatch.core.Refusal;
import io.elbowatch.lab.rig.DataFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is measured: every bundle with every input format and every number of scoring threads, in several rounds.
 *
 * @param bundles folders
 * @param inputs formats of the images
 * @param threads numbers of scoring threads
 * @param overlaps whether the flow is measured without overlap, with it, or both
 * @param rounds that are counted, each with a run of every variant
 * @param warmUps rounds before those, which are not counted
 * @param seconds that the model alone takes for the images of a run
 * @param imagesPerRun replaces {@code seconds}
 * @param partitions of the images topic
 * @param images a set that the user gives
 * @param side rows and columns of encoded images; without it the model's
 * @param data folder of public data sets
 */
public record BenchPlan(
        List<Path> bundles,
        List<InputFormat> inputs,
        List<Integer> threads,
        Overlaps overlaps,
        int rounds,
        int warmUps,
        double seconds,
        OptionalInt imagesPerRun,
        int partitions,
        Optional<Path> images,
        OptionalInt side,
        DataFolder data) {

    /** Which of the two flows are measured. */
    public enum Overlaps {
        OFF,
        ON,
        BOTH
    }

    /** @throws Refusal naming the option that is out of range */
    public BenchPlan {
        bundles = List.copyOf(bundles);
        inputs = List.copyOf(inputs);
        threads = List.copyOf(threads);
        require(!bundles.isEmpty() && !inputs.isEmpty() && !threads.isEmpty(), "there is nothing to measure");
        require(threads.stream().allMatch(count -> count >= 1 && count <= 64), "threads are 1 to 64, not " + threads);
        require(rounds >= 1 && rounds <= 1000, "rounds are 1 to 1000, not " + rounds);
        require(warmUps >= 0 && warmUps <= 100, "warm-up rounds are 0 to 100, not " + warmUps);
        require(seconds > 0 && seconds <= 600, "the seconds of a run are above 0 and at most 600, not " + seconds);
        require(partitions >= 1 && partitions <= 1000, "partitions are 1 to 1000, not " + partitions);
        imagesPerRun.ifPresent(count ->
                require(count >= 100 && count <= 10_000_000, "the images of a run are 100 to 10000000, not " + count));
        side.ifPresent(
                pixels -> require(pixels >= 1 && pixels <= 4096, "the side of an image is 1 to 4096, not " + pixels));
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new Refusal(what, "'elbowatch bench --help' shows the options");
        }
    }

    List<Variant> variants() {
        return Variant.of(overlaps);
    }
}
