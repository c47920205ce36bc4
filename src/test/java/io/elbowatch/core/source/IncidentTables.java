package io.elbowatch.core.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/** The tables of docs/incidents.md, simulated; the same on every machine. */
final class IncidentTables {
    private static final int HEALTHY_IMAGES = 20_000;
    private static final int HEALTHY_SOURCES = 50;
    private static final int FAULTS = 100;
    private static final int FAULT_IMAGES = 500;
    private static final int MAX_IMAGES_TO_CLOSE = 5_000;
    private static final double WORST = 0;

    private static final Map<String, DoubleUnaryOperator> STREAMS = new LinkedHashMap<>();

    static {
        STREAMS.put("healthy", u -> u);
        STREAMS.put("2 times as many below 0.01", Healthy.tail(2, 0.01));
        STREAMS.put("4 times as many below 0.001", Healthy.tail(4, 0.001));
        STREAMS.put("4 times as many below 0.01", Healthy.tail(4, 0.01));
    }

    private IncidentTables() {}

    /** False incidents in a million images of healthy and of nearly healthy sources, by row. */
    static List<String> healthy() {
        List<String> rows = new ArrayList<>();
        STREAMS.forEach((name, place) ->
                List.of(1_000, 4_000, 20_000).forEach(calibration -> rows.add(healthyRow(name, place, calibration))));
        return rows;
    }

    /** How the first of them begins, for a look that costs little. */
    static String firstOfHealthy() {
        return "| healthy | 1,000 | " + incidents(STREAMS.get("healthy"), 1_000, 10_000) + " |";
    }

    private static String healthyRow(String name, DoubleUnaryOperator place, int calibration) {
        return "| " + name + " | " + thousands(calibration) + " | "
                + incidents(place, calibration, 10_000) + " | "
                + incidents(place, calibration, 1_000_000) + " | "
                + incidents(place, calibration, 100_000_000) + " |";
    }

    private static long incidents(DoubleUnaryOperator place, int calibration, long bound) {
        Random random = new Random(7);
        long opened = 0;
        for (int i = 0; i < HEALTHY_SOURCES; i++) {
            Healthy healthy = new Healthy(calibration, random);
            Source source = new Source(bound);
            for (int image = 0; image < HEALTHY_IMAGES; image++) {
                source.sends(healthy.next(place));
            }
            opened += source.events().stream()
                    .filter(event -> event.ending().isEmpty())
                    .count();
        }
        return opened;
    }

    /** How soon faults of 500 images are incidents, how many, and how long after their end, by row. */
    static List<String> faults(long bound) {
        Map<String, Fault> faults = new LinkedHashMap<>();
        faults.put("every image at the smallest p", (u, chance) -> WORST);
        faults.put("1 in 3", (u, chance) -> chance < 1 / 3.0 ? WORST : u);
        faults.put("1 in 10", (u, chance) -> chance < 0.1 ? WORST : u);
        faults.put("1 in 20", (u, chance) -> chance < 0.05 ? WORST : u);
        faults.put("p to the power of 3", (u, chance) -> u * u * u);
        faults.put("p to the power of 1.5", (u, chance) -> StrictMath.pow(u, 1.5));
        faults.put("p uniform below 0.3", (u, chance) -> 0.3 * u);
        List<String> rows = new ArrayList<>();
        faults.forEach((name, fault) -> List.of(1_000, 20_000)
                .forEach(calibration -> rows.add(
                        "| " + name + " | " + thousands(calibration) + row(fault, calibration, bound) + " |")));
        return rows;
    }

    /** Where an image of a fault lies, given where a normal one would, and a chance. */
    interface Fault {
        double place(double u, double chance);
    }

    private static String row(Fault fault, int calibration, long bound) {
        Random random = new Random(5);
        List<Integer> untilOpened = new ArrayList<>();
        List<Integer> untilClosed = new ArrayList<>();
        int incidents = 0;
        for (int i = 0; i < FAULTS; i++) {
            Healthy healthy = new Healthy(calibration, random);
            Source source = new Source(bound);
            for (int image = 0; image < 50; image++) {
                source.sends(healthy.next());
            }
            long before = source.images();
            for (int image = 0; image < FAULT_IMAGES; image++) {
                source.sends(healthy.next(u -> fault.place(u, random.nextDouble())));
            }
            List<Long> opened = source.events().stream()
                    .filter(event -> event.ending().isEmpty())
                    .map(event -> event.atMillis() / 1_000 + 1 - before)
                    .toList();
            opened.stream().findFirst().ifPresent(first -> untilOpened.add(first.intValue()));
            incidents += opened.size();
            if (source.inIncident()) {
                long end = source.images();
                while (source.inIncident() && source.images() < end + MAX_IMAGES_TO_CLOSE) {
                    source.sends(healthy.next());
                }
                untilClosed.add((int) (source.images() - end));
            }
        }
        return String.format(
                Locale.ROOT,
                " | %d %% | %s | %s | %s | %s | %s",
                100 * untilOpened.size() / FAULTS,
                quantile(untilOpened, 0.5),
                quantile(untilOpened, 0.95),
                untilOpened.isEmpty()
                        ? ""
                        : String.format(Locale.ROOT, "%.2f", incidents / (double) untilOpened.size()),
                quantile(untilClosed, 0.5),
                quantile(untilClosed, 0.95));
    }

    private static String quantile(List<Integer> values, double share) {
        return values.isEmpty()
                ? ""
                : values.stream()
                        .sorted()
                        .skip((long) (share * (values.size() - 1)))
                        .findFirst()
                        .orElseThrow()
                        .toString();
    }

    private static String thousands(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
