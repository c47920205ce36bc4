package io.elbowatch.traces;

import io.elbowatch.stream.trace.CommitTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;

/** A span for each commit with recorded images; it links to them. */
final class CommitSpans implements CommitTrace {
    private final Tracer tracer;
    private final int maxLinks;
    private final List<SpanContext> recorded = new ArrayList<>();
    private long images;
    private Span span; // null while no commit is recorded

    CommitSpans(Tracer tracer, int maxLinks) {
        this.tracer = tracer;
        this.maxLinks = maxLinks;
    }

    @Override
    public void sent(Headers headers) {
        images++;
        if (recorded.size() < maxLinks && TraceContext.isIn(headers)) {
            SpanContext context = TraceContext.of(headers);
            if (context.isSampled()) {
                recorded.add(context);
            }
        }
    }

    @Override
    public void begins() {
        if (span == null && !recorded.isEmpty()) {
            SpanBuilder builder = tracer.spanBuilder(SpanNames.COMMIT)
                    .setNoParent()
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute(SpanNames.SYSTEM, "kafka")
                    .setAttribute(SpanNames.OPERATION, SpanNames.COMMIT)
                    .setAttribute(SpanNames.OPERATION_TYPE, "settle");
            span = builder.startSpan();
        }
    }

    @Override
    public void committed() {
        if (span != null) {
            recorded.forEach(span::addLink);
            span.setAttribute(SpanNames.OUTPUTS, images).end();
        }
        clear();
    }

    /** The span of the commit that failed is not sent: what it covers comes again. */
    @Override
    public void aborted() {
        clear();
    }

    private void clear() {
        recorded.clear();
        images = 0;
        span = null;
    }
}
