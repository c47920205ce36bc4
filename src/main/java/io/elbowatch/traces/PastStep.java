package io.elbowatch.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.Clock;
import java.util.concurrent.TimeUnit;

/**
 * A step of work that has just ended, as a span below another one.
 *
 * @param builder of the span, which takes attributes
 * @param endNanos since 1970
 */
record PastStep(SpanBuilder builder, long endNanos) {

    /** @param nanos how long it took */
    static PastStep of(Tracer tracer, Span parent, String name, long nanos) {
        long now = Clock.getDefault().now();
        return new PastStep(
                tracer.spanBuilder(name)
                        .setParent(Context.root().with(parent))
                        .setStartTimestamp(now - nanos, TimeUnit.NANOSECONDS),
                now);
    }

    void end() {
        builder.startSpan().end(endNanos, TimeUnit.NANOSECONDS);
    }
}
