package io.elbowatch.traces;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.common.header.internals.RecordHeaders;

import static org.assertj.core.api.Assertions.assertThat;

/** Headers are what others send. */
class TraceContextTest {
    private static final SpanContext OURS = SpanContext.create(
            "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault());

    @Property(tries = 300)
    void shouldReadAndReplaceAnyBytes(@ForAll byte[] parent, @ForAll byte[] state) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", parent)
                .add("traceparent", null)
                .add("traceparent", parent)
                .add("tracestate", state);

        assertThat(TraceContext.of(headers).isValid()).isFalse();
        assertThat(TraceContext.of(TraceContext.put(headers, OURS))).satisfies(read -> {
            assertThat(read.getTraceId()).isEqualTo(OURS.getTraceId());
            assertThat(read.getSpanId()).isEqualTo(OURS.getSpanId());
            assertThat(read.isSampled()).isTrue();
        });
    }
}
