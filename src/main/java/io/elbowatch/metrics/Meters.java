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
        return Counter.builder(meter.micrometerName())
                .baseUnit(meter.micrometerUnit())
                .description(meter.help())
                .tags(tags)
                .register(registry);
    }

    /** @param tags alternately the keys and the values of the table's labels */
    void constant(MeterTable meter, double value, String... tags) {
        gauge(meter, () -> value, tags);
    }

    /** @param tags alternately the keys and the values of the table's labels */
    void gauge(MeterTable meter, Supplier<Number> value, String... tags) {
        Gauge.builder(meter.micrometerName(), value)
                .baseUnit(meter.micrometerUnit())
                .description(meter.help())
                .tags(tags)
                .register(registry);
    }

    /** @param bounds upper bounds of the buckets, positive and ascending */
    DistributionSummary summary(MeterTable meter, double[] bounds) {
        return DistributionSummary.builder(meter.micrometerName())
                .baseUnit(meter.micrometerUnit())
                .description(meter.help())
                .serviceLevelObjectives(bounds)
                .register(registry);
    }

    /** @param bounds upper bounds of the buckets in seconds, positive and ascending */
    Timer timer(MeterTable meter, double[] bounds) {
        return Timer.builder(meter.micrometerName())
                .description(meter.help())
                .serviceLevelObjectives(Arrays.stream(bounds)
                        .mapToObj(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)))
                        .toArray(Duration[]::new))
                .register(registry);
    }
}
