package io.elbowatch.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;

/** Meters as the table describes them, with their values at one scrape. For those whose series come and go. */
final class Snapshots {
    private Snapshots() {}

    /** A gauge without labels. */
    static GaugeSnapshot gauge(MeterTable meter, double value) {
        return gauge(meter, List.of(point(value)));
    }

    static GaugeSnapshot gauge(MeterTable meter, List<GaugeDataPointSnapshot> points) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(meter.prometheusName()).help(meter.help());
        points.forEach(gauge::dataPoint);
        return gauge.build();
    }

    /** A counter that somebody else counts. */
    static CounterSnapshot counter(MeterTable meter, List<CounterDataPointSnapshot> points) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name(meter.prometheusName().replaceAll("_total$", "")) // The library appends the suffix.
                .help(meter.help());
        points.forEach(counter::dataPoint);
        return counter.build();
    }

    /** One series of a counter. @param labels as of {@link #point} */
    static CounterDataPointSnapshot count(double value, String... labels) {
        return new CounterDataPointSnapshot(value, Labels.of(labels), null, 0);
    }

    /** An info with one series for each of these labels. */
    static InfoSnapshot info(MeterTable meter, List<Labels> series) {
        InfoSnapshot.Builder info = InfoSnapshot.builder()
                .name(meter.prometheusName().replaceAll("_info$", "")) // The library appends the suffix.
                .help(meter.help());
        series.forEach(labels ->
                info.dataPoint(InfoDataPointSnapshot.builder().labels(labels).build()));
        return info.build();
    }

    /** One series. @param labels alternately the keys and the values of the table's labels */
    static GaugeDataPointSnapshot point(double value, String... labels) {
        return new GaugeDataPointSnapshot(value, Labels.of(labels), null);
    }
}
