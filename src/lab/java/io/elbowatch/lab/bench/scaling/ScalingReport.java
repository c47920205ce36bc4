package io.elbowatch.lab.bench.scaling;

import io.elbowatch.lab.rig.Grid;
import io.elbowatch.lab.rig.Machine;
import io.elbowatch.lab.rig.Spread;
import java.util.List;
import java.util.Locale;

/**
 * What a plan came to.
 *
 * @param measuredMillis so long in each round
 */
public record ScalingReport(Machine machine, int rounds, long measuredMillis, List<Row> rows) {

    /** @param ratio of the median to that of the first count */
    public record Row(String network, String dimension, int count, Spread imagesPerSecond, double ratio) {}

    /** Everything, a row for each count. */
    public String markdown() {
        Grid table = new Grid(List.of("network", "", "images/s", "ratio"));
        for (Row row : rows) {
            table.row(List.of(
                    row.network(),
                    row.count() + " " + row.dimension(),
                    row.imagesPerSecond().text(0),
                    String.format(Locale.ROOT, "%.2f", row.ratio())));
        }
        return """
                # Scaling

                Results a second when images never run out; %d rounds of %.1f s, median (least to greatest). Partitions: one thread, one instance; threads: 8
                partitions, one instance; instances: 8 partitions, one thread each, all in this process. %s
                They share its cores: more threads than cores left over by the rest cannot show more.

                %s""".formatted(rounds, measuredMillis / 1e3, machine.sentence(), table.markdown());
    }
}
