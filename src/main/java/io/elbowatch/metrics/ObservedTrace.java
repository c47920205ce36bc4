package io.elbowatch.metrics;

import io.elbowatch.stream.trace.TraceIds;
import io.prometheus.metrics.tracer.common.SpanContext;

/** Names the trace of what a thread observes now, for the exemplars of Micrometer's histograms. Used by many threads. */
final class ObservedTrace implements SpanContext {
    private final ThreadLocal<TraceIds> present = new ThreadLocal<>();

    /** Runs an observation. @param trace that it belongs to */
    void during(TraceIds trace, Runnable observation) {
        present.set(trace);
        try {
            observation.run();
        } finally {
            present.remove();
        }
    }

    @Override
    public String getCurrentTraceId() {
        TraceIds trace = present.get();
        return trace == null ? null : trace.traceId();
    }

    @Override
    public String getCurrentSpanId() {
        TraceIds trace = present.get();
        return trace == null ? null : trace.spanId();
    }

    /** What is observed here is recorded. */
    @Override
    public boolean isCurrentSpanSampled() {
        return present.get() != null;
    }

    /** A receiver that samples afterwards finds the exemplars by their names. */
    @Override
    public void markCurrentSpanAsExemplar() {}
}
