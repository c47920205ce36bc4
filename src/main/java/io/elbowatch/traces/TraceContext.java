package io.elbowatch.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Reads and writes the trace context of W3C in the headers of a record. What is not valid counts as absent. */
final class TraceContext {
    private static final String PARENT = "traceparent";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<Headers> GETTER = (headers, name) -> {
        Header header = headers == null ? null : headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), US_ASCII);
    };

    private TraceContext() {}

    /** Whether there is one, valid or not. */
    static boolean isIn(Headers headers) {
        return headers.lastHeader(PARENT) != null;
    }

    static SpanContext of(Headers headers) {
        return Span.fromContext(W3C.extract(Context.root(), headers, GETTER)).getSpanContext();
    }

    /** A copy of the headers with this context in place of theirs. */
    static Headers put(Headers headers, SpanContext context) {
        Map<String, String> written = new HashMap<>();
        W3C.inject(Context.root().with(Span.wrap(context)), written, Map::put);
        return io.elbowatch.stream.wire.Headers.withTraceContext(headers, written);
    }
}
