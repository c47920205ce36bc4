package io.elbowatch.lab.bench.scaling;

import io.elbowatch.lab.rig.Grid;
import io.elbowatch.lab.rig.Machine;
import io.elbowatch.lab.rig.Spread;
import java.util.List;
import java.util.Locale;

/**
 * The figures of a plan.
 *
 * @param measuredMillis time of each measurement
 */
public record ScalingReport(Machine machine, int rounds, long measuredMillis, List<Row> rows) {

    /** @param ratio of the median to that of the first count */
    public record Row(String network, String dimension, int count, Spread imagesPerSecond, double ratio) {}

    /** All figures, one row per count. */
    public String markdown() {
        Grid table = new Grid(List.of("network", "", "images/s", "ratio"));
        for (Row row : rows) {
            table.row(List.of(
                    row.network(),
                    row.count() + " " + row.dimension(),
                    row.imagesPerSecond().text(0),
                    String.format(Locale.ROOT, "%.2f", row.ratio())));
        }
        return String.format(Locale.ROOT, """
                # Scaling

                Results per second under full load; %d rounds of %.1f s, median (least to greatest). Partitions: one thread, one
                instance; threads: 8 partitions, one instance; instances: 8 partitions, one thread each, all in this process. %s
                Everything shares the cores of the machine: threads beyond the free cores bring nothing.

                %s""", rounds, measuredMillis / 1e3, machine.sentence(), table.markdown());
    }
}
