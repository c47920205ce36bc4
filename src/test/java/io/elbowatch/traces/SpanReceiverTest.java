package io.elbowatch.traces;

import io.elbowatch.stream.trace.ImageTrace;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What goes over the wire. */
class SpanReceiverTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @AutoClose
    private final SpanReceiver receiver = new SpanReceiver();

    SpanReceiverTest() throws IOException {}

    @Test
    void shouldSendSpansWithTheirResourceByOtlp() {
        ImageTrace image;
        try (OtlpTracing tracing = start(Map.of("Authorization", "Bearer sesame"))) {
            image = image(tracing);
            image.decoded(1_000);
            image.left();
        }

        await().atMost(TIMEOUT).until(() -> !receiver.received().isEmpty());
        ResourceSpans sent = receiver.received().get(0).request().getResourceSpans(0);
        assertThat(receiver.received().get(0).authorization()).isEqualTo("Bearer sesame");
        assertThat(sent.getResource().getAttributesList()).anySatisfy(attribute -> {
            assertThat(attribute.getKey()).isEqualTo("service.name");
            assertThat(attribute.getValue().getStringValue()).isEqualTo("line");
        });
        List<Span> spans = sent.getScopeSpans(0).getSpansList();
        assertThat(spans).extracting(Span::getName).containsExactlyInAnyOrder("decode", "process images");
        assertThat(spans)
                .allSatisfy(span -> assertThat(
                                HexFormat.of().formatHex(span.getTraceId().toByteArray()))
                        .isEqualTo(image.ids().traceId()));
    }

    @Test
    void shouldCountWhatIsSentAndWhatIsRefused() {
        assertThat(countsOfOneImage()).isEqualTo(new SpanCounts(1, 1, 0));
        receiver.answers(400);
        assertThat(countsOfOneImage()).isEqualTo(new SpanCounts(1, 0, 1));
    }

    /** A stream runs whether or not somebody looks at it. */
    @Test
    void shouldStartAndCloseWithoutAReceiver() {
        receiver.close();
        OtlpTracing tracing = start(Map.of());
        image(tracing).left();
        tracing.close();

        assertThat(tracing.counts().ended()).isEqualTo(1);
        assertThat(tracing.counts().sent()).isZero();
    }

    /** Closing sends what waits; on a slow machine that goes on after it returns. */
    private SpanCounts countsOfOneImage() {
        OtlpTracing tracing = start(Map.of());
        image(tracing).left();
        tracing.close();
        await().atMost(TIMEOUT)
                .until(() -> tracing.counts().sent() + tracing.counts().failed() == 1);
        return tracing.counts();
    }

    private OtlpTracing start(Map<String, String> headers) {
        return OtlpTracing.start(new TracesSettings(receiver.endpoint(), 1, headers), TracedLine.PROGRAM);
    }

    private static ImageTrace image(OtlpTracing tracing) {
        return tracing.image(
                new ProcessorRecordContext(0, 7, 0, "images", new RecordHeaders()),
                TracedLine.KEY,
                5,
                new RecordHeaders());
    }
}
