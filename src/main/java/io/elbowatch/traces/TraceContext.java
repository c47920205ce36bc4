package io.elbowatch.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Reads and writes the trace context of W3C in the headers of a record. What is not valid counts as absent. */
final class TraceContext {
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<Headers> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Headers headers) {
            List<String> keys = new ArrayList<>();
            headers.forEach(header -> keys.add(header.key()));
            return keys;
        }

        @Override
        public String get(Headers headers, String key) {
            Header header = headers == null ? null : headers.lastHeader(key);
            return header == null || header.value() == null ? null : new String(header.value(), US_ASCII);
        }
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
        RecordHeaders copy = new RecordHeaders(headers);
        copy.remove(PARENT);
        copy.remove(STATE);
        W3C.inject(
                Context.root().with(Span.wrap(context)),
                copy,
                (carrier, name, value) -> carrier.add(name, value.getBytes(US_ASCII)));
        return copy;
    }
}
