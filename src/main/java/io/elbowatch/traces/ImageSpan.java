package io.elbowatch.traces;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.trace.ImageTrace;
import io.elbowatch.stream.trace.TraceIds;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import org.apache.kafka.common.header.Headers;

/** The span of an image, in the trace of its producer or in one of its own, with a child for each step of work on it alone. */
final class ImageSpan implements ImageTrace {
    private final Tracer tracer;
    private final Span span;
    private final TraceIds ids;

    ImageSpan(Tracer tracer, Span span) {
        this.tracer = tracer;
        this.span = span;
        this.ids = new TraceIds(
                span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId());
    }

    SpanContext context() {
        return span.getSpanContext();
    }

    /** The batch of the image. */
    void link(SpanContext batch) {
        span.addLink(batch);
    }

    @Override
    public TraceIds ids() {
        return ids;
    }

    @Override
    public Headers on(Headers headers) {
        return TraceContext.put(headers, context());
    }

    @Override
    public void decoded(long nanos) {
        PastStep.of(tracer, span, SpanNames.DECODE, nanos).end();
    }

    @Override
    public void judged(String bundle, Verdict verdict) {
        span.setAttribute(SpanNames.BUNDLE, bundle)
                .setAttribute(SpanNames.ANOMALOUS, verdict.anomalous())
                .setAttribute(SpanNames.P_VALUE, verdict.pValue());
    }

    @Override
    public void explained(long nanos) {
        PastStep.of(tracer, span, SpanNames.EXPLAIN, nanos).end();
    }

    @Override
    public void left() {
        span.end();
    }

    @Override
    public void rejected(Rejection.Reason reason) {
        span.setAttribute(SpanNames.ERROR, reason.label()).setStatus(StatusCode.ERROR, reason.label());
        span.end();
    }
}
