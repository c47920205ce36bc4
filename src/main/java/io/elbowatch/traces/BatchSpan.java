package io.elbowatch.traces;

import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.stream.trace.BatchTrace;
import io.elbowatch.stream.trace.TraceIds;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;

/** The span of a batch, with a child for each model that ran. */
final class BatchSpan implements BatchTrace {
    private final Tracer tracer;
    private final Span span;

    BatchSpan(Tracer tracer, Span span) {
        this.tracer = tracer;
        this.span = span;
    }

    @Override
    public TraceIds ids() {
        return new TraceIds(
                span.getSpanContext().getTraceId(), span.getSpanContext().getSpanId());
    }

    @Override
    public void ran(String bundle, ModelIdentity model, int images, long nanos) {
        PastStep run = PastStep.of(tracer, span, SpanNames.MODEL, nanos);
        run.builder()
                .setAttribute(SpanNames.BATCH_IMAGES, (long) images)
                .setAttribute(SpanNames.BUNDLE, bundle)
                .setAttribute(SpanNames.MODEL_NAME, model.name())
                .setAttribute(SpanNames.MODEL_VERSION, model.version())
                .setAttribute(SpanNames.PROVIDER, model.provider());
        run.end();
    }

    @Override
    public void failed(Throwable failure) {
        span.setAttribute(SpanNames.ERROR, failure.getClass().getName()).setStatus(StatusCode.ERROR);
    }

    @Override
    public void ended() {
        span.end();
    }
}
