package io.elbowatch.stream.trace;

import java.util.Objects;

/**
 * The names of a recorded trace and of a span in it, as W3C's Trace Context writes them.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits
 */
public record TraceIds(String traceId, String spanId) {

    public TraceIds {
        Objects.requireNonNull(traceId, "traceId");
        Objects.requireNonNull(spanId, "spanId");
    }

    /** The value of the header {@code traceparent} that makes a record a child of the span. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + "-01";
    }
}
