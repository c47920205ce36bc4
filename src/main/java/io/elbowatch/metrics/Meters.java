package io.elbowatch.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;

/** Registers Micrometer meters as the table describes them. */
record Meters(MeterRegistry registry) {

    /** @param tags alternately the keys and the values of the table's labels */
    Counter counter(MeterTable meter, String... tags) {
        return Counter.builder(name(meter))
                .baseUnit(unit(meter))
                .description(meter.help())
                .tags(tags)
                .register(registry);
    }

    /** @param tags alternately the keys and the values of the table's labels */
    void gauge(MeterTable meter, Supplier<Number> value, String... tags) {
        Gauge.builder(name(meter), value)
                .baseUnit(unit(meter))
                .description(meter.help())
                .tags(tags)
                .register(registry);
    }

    /** @param bounds upper bounds of the buckets, positive and ascending */
    DistributionSummary summary(MeterTable meter, double[] bounds) {
        return DistributionSummary.builder(name(meter))
                .baseUnit(unit(meter))
                .description(meter.help())
                .serviceLevelObjectives(bounds)
                .register(registry);
    }

    /** @param bounds upper bounds of the buckets in seconds, positive and ascending */
    Timer timer(MeterTable meter, double[] bounds) {
        return Timer.builder(name(meter))
                .description(meter.help())
                .serviceLevelObjectives(Arrays.stream(bounds)
                        .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                        .toArray(Duration[]::new))
                .register(registry);
    }

    /**
     * Micrometer's name: without the suffixes that its Prometheus naming appends, and doubles where they are present.
     */
    private static String name(MeterTable meter) {
        return withoutSuffix(withoutSuffix(meter.prometheusName(), "_total"), "_" + meter.unit())
                .replace('_', '.');
    }

    /** The unit if the name ends with it, else null, because Micrometer appends the unit to the name. */
    private static String unit(MeterTable meter) {
        return withoutSuffix(meter.prometheusName(), "_total").endsWith("_" + meter.unit()) ? meter.unit() : null;
    }

    private static String withoutSuffix(String name, String suffix) {
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }
}
