package io.elbowatch.metrics;

import io.elbowatch.traces.SpanCounts;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Supplier;

/** What became of spans; all 0 without traces. */
final class TraceMeters implements MultiCollector {
    private volatile Supplier<SpanCounts> counts = () -> SpanCounts.NONE;

    /** @param spans called at every scrape */
    void watch(Supplier<SpanCounts> spans) {
        counts = spans;
    }

    @Override
    public MetricSnapshots collect() {
        SpanCounts now = counts.get();
        return new MetricSnapshots(CounterSnapshot.builder()
                .name(MeterTable.TRACE_SPANS.prometheusName().replaceAll("_total$", ""))
                .help(MeterTable.TRACE_SPANS.help())
                .dataPoint(point(now.ended(), "ended"))
                .dataPoint(point(now.sent(), "sent"))
                .dataPoint(point(now.failed(), "failed"))
                .build());
    }

    private static CounterSnapshot.CounterDataPointSnapshot point(long spans, String state) {
        return new CounterSnapshot.CounterDataPointSnapshot(spans, Labels.of("state", state), null, 0);
    }
}
