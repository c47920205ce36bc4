package io.elbowatch.lab.bench.latency;

import io.elbowatch.lab.rig.Grid;
import io.elbowatch.lab.rig.Machine;
import io.elbowatch.lab.rig.Measurement;
import io.elbowatch.lab.rig.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The figures of a plan: for each the median and the range of the rounds.
 *
 * @param isolation level of Kafka with which results were read
 * @param measuredMillis time of each measurement
 */
public record LatencyReport(
        Machine machine, String isolation, int partitions, int rounds, long measuredMillis, List<OfVariant> variants) {

    /** @param capacity images per second under full load */
    public record OfVariant(String name, Map<String, String> settings, Spread capacity, List<OfLoad> loads) {}

    /** @param images number of images whose latency was measured, in all rounds */
    public record OfLoad(
            String load,
            long images,
            Spread imagesPerSecond,
            Spread p50Millis,
            Spread p99Millis,
            Spread p999Millis,
            Spread maxMillis) {

        static OfLoad of(String load, List<Measurement> rounds) {
            return new OfLoad(
                    load,
                    rounds.stream().mapToLong(Measurement::images).sum(),
                    spread(rounds, Measurement::imagesPerSecond),
                    spread(rounds, Measurement::p50Millis),
                    spread(rounds, Measurement::p99Millis),
                    spread(rounds, Measurement::p999Millis),
                    spread(rounds, Measurement::maxMillis));
        }

        private static Spread spread(List<Measurement> rounds, ToDoubleFunction<Measurement> figure) {
            return Spread.of(rounds, figure);
        }
    }

    /** All figures, one row per variant and load. */
    public String markdown() {
        Grid table = new Grid(List.of(
                "variant", "capacity, images/s", "load", "images/s", "p50, ms", "p99, ms", "p99.9, ms", "max, ms"));
        for (OfVariant variant : variants) {
            for (OfLoad load : variant.loads()) {
                table.row(List.of(
                        variant.name(),
                        variant.capacity().text(0),
                        load.load(),
                        load.imagesPerSecond().brief(0),
                        load.p50Millis().text(1),
                        load.p99Millis().text(1),
                        load.p999Millis().text(1),
                        load.maxMillis().text(1)));
            }
        }
        return head() + table.markdown();
    }

    /** One row per variant, to compare many. */
    public String overview() {
        List<String> head = new ArrayList<>(List.of("variant", "capacity, images/s"));
        variants.get(0).loads().forEach(load -> head.add(load.load() + ": p50 / p99, ms"));
        Grid table = new Grid(head);
        for (OfVariant variant : variants) {
            List<String> cells =
                    new ArrayList<>(List.of(variant.name(), variant.capacity().text(0)));
            variant.loads()
                    .forEach(load -> cells.add(
                            load.p50Millis().brief(0) + " / " + load.p99Millis().text(0)));
            table.row(cells);
        }
        return head() + table.markdown();
    }

    private String head() {
        return String.format(Locale.ROOT, """
                # Latency

                Time from the moment when an image was due to be sent until its result was read with `%s`.
                %d partitions, %d rounds of %.1f s at each load, median (least to greatest) of the rounds. %s

                """, isolation, partitions, rounds, measuredMillis / 1e3, machine.sentence());
    }
}
