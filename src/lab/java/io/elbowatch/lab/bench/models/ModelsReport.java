package io.elbowatch.lab.bench.models;

import io.elbowatch.lab.rig.Grid;
import io.elbowatch.lab.rig.Machine;
import io.elbowatch.lab.rig.Spread;
import java.util.List;
import java.util.Locale;

/**
 * The figures of a plan: of each the median and the range of the rounds.
 *
 * @param measuredMillis time of each measurement
 */
public record ModelsReport(
        Machine machine,
        String bundle,
        int bundles,
        double imagesPerSecond,
        int partitions,
        int rounds,
        long measuredMillis,
        List<Row> rows,
        List<Swap> swaps) {

    /**
     * @param imagesPerRun of the model, mean over all bundles
     * @param leastImagesPerRun mean of the bundle with the smallest batches
     * @param imagesPerSecond results that were read
     */
    public record Row(
            int bundles,
            String linger,
            Spread imagesPerRun,
            Spread leastImagesPerRun,
            Spread imagesPerSecond,
            Spread p50Millis,
            Spread p99Millis,
            Spread heapMegabytes,
            Spread residentMegabytes) {}

    /** @param swapped how many bundles were swapped during the measurement */
    public record Swap(
            int swapped, String linger, Spread p50Millis, Spread p99Millis, Spread maxMillis, Spread secondsToFollow) {}

    /** All figures. */
    public String markdown() {
        Grid batches = new Grid(List.of(
                "bundles",
                "batch.linger",
                "images a run",
                "bundle with the fewest",
                "images/s",
                "p50, ms",
                "p99, ms",
                "heap, MB",
                "process, MB"));
        for (Row row : rows) {
            batches.row(List.of(
                    Integer.toString(row.bundles()),
                    row.linger(),
                    row.imagesPerRun().text(1),
                    row.leastImagesPerRun().text(1),
                    row.imagesPerSecond().brief(0),
                    row.p50Millis().text(0),
                    row.p99Millis().text(0),
                    row.heapMegabytes().brief(0),
                    row.residentMegabytes().brief(0)));
        }
        Grid swapped = new Grid(
                List.of("bundles swapped", "batch.linger", "p50, ms", "p99, ms", "max, ms", "s until all follow"));
        for (Swap swap : swaps) {
            swapped.row(List.of(
                    Integer.toString(swap.swapped()),
                    swap.linger(),
                    swap.p50Millis().text(0),
                    swap.p99Millis().text(0),
                    swap.maxMillis().text(0),
                    swap.swapped() == 0 ? "" : swap.secondsToFollow().text(1)));
        }
        return String.format(
                        Locale.ROOT,
                        """
                # Many models

                Copies of %s, each with a graph of its own, %,.0f images/s over %d partitions and one thread. %d rounds of \
                %.1f s, median (least to greatest). Broker, sender and reader share the process and its memory. %s

                """,
                        bundle,
                        imagesPerSecond,
                        partitions,
                        rounds,
                        measuredMillis / 1e3,
                        machine.sentence())
                + batches.markdown() + "\nSwaps in the middle of a measurement:\n\n" + swapped.markdown();
    }
}
