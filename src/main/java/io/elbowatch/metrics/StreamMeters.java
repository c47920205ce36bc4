package io.elbowatch.metrics;

import io.elbowatch.stream.monitor.StreamReading;
import io.elbowatch.stream.monitor.StreamReading.Figure;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The figures of the stream at the moment of the scrape. A figure that is not known has no series, so that nothing
 * shows 0 where nothing was measured (docs/decisions/0010).
 */
final class StreamMeters implements MultiCollector {
    private volatile Supplier<List<StreamReading>> readings = List::of;

    void watch(Supplier<List<StreamReading>> newReadings) {
        readings = newReadings;
    }

    @Override
    public MetricSnapshots collect() {
        Map<Figure, List<StreamReading>> byFigure = new EnumMap<>(Figure.class);
        for (StreamReading reading : readings.get()) {
            byFigure.computeIfAbsent(reading.figure(), figure -> new ArrayList<>())
                    .add(reading);
        }
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        byFigure.forEach((figure, ofOne) -> all.metricSnapshot(snapshot(meter(figure), ofOne)));
        return all.build();
    }

    private static MetricSnapshot snapshot(MeterTable meter, List<StreamReading> readings) {
        if (meter.type() == MeterType.COUNTER) {
            CounterSnapshot.Builder counter = CounterSnapshot.builder()
                    .name(meter.prometheusName().replaceAll("_total$", ""))
                    .help(meter.help());
            readings.forEach(reading -> counter.dataPoint(
                    new CounterDataPointSnapshot(reading.value(), Labels.of(labels(reading)), null, 0)));
            return counter.build();
        }
        return Snapshots.gauge(
                meter,
                readings.stream()
                        .map(reading -> Snapshots.point(reading.value(), labels(reading)))
                        .toList());
    }

    private static String[] labels(StreamReading reading) {
        if (reading.figure().label().isEmpty()) {
            return new String[0];
        }
        return reading.topic().isEmpty()
                ? new String[] {reading.figure().label(), reading.of()}
                : new String[] {reading.figure().label(), reading.of(), "topic", reading.topic()};
    }

    private static MeterTable meter(Figure figure) {
        return switch (figure) {
            case STATE -> MeterTable.STREAM_STATE;
            case READY -> MeterTable.STREAM_READY;
            case THREADS -> MeterTable.STREAM_THREADS;
            case THREAD_FAILURES -> MeterTable.STREAM_THREAD_FAILURES;
            case TASKS -> MeterTable.STREAM_TASKS;
            case PARTITIONS -> MeterTable.STREAM_PARTITIONS;
            case COMMITS -> MeterTable.STREAM_COMMITS;
            case COMMIT_MAX_SECONDS -> MeterTable.STREAM_COMMIT_MAX;
            case REBALANCES -> MeterTable.STREAM_REBALANCES;
            case FAILED_REBALANCES -> MeterTable.STREAM_FAILED_REBALANCES;
            case POLL_AGE_SECONDS -> MeterTable.STREAM_POLL_AGE;
            case LAG_IMAGES -> MeterTable.LAG_IMAGES;
            case LAG_SECONDS -> MeterTable.LAG_SECONDS;
        };
    }
}
