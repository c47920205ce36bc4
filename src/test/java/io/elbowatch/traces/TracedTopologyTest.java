package io.elbowatch.traces;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.elbowatch.traces.TracedLine.attribute;
import static io.elbowatch.traces.TracedLine.header;
import static io.elbowatch.traces.TracedLine.traceparent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The spans of images, and the trace context of their outputs. */
class TracedTopologyTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CAMERA = "00f067aa0ba902b7";
    private static final String RECORDED = "00-" + TRACE + "-" + CAMERA + "-01";
    private static final int NORMAL = 100;
    private static final int BAD = 250;

    @AutoClose
    private final TracedLine line = new TracedLine(.4, .6);

    @Test
    void shouldContinueTheTraceOfTheProducer() {
        line.image(NORMAL, "traceparent", RECORDED, "tracestate", "vendor=1", "lot", "7");

        SpanData image = line.span("process images");
        assertThat(image.getTraceId()).isEqualTo(TRACE);
        assertThat(image.getParentSpanId()).isEqualTo(CAMERA);
        TestRecord<byte[], byte[]> score = line.read("scores").get(0);
        assertThat(header(score, "traceparent")).isEqualTo(traceparent(image));
        assertThat(score.headers().headers("traceparent")).hasSize(1);
        assertThat(header(score, "tracestate")).isEqualTo("vendor=1");
        assertThat(header(score, "lot")).isEqualTo("7");
    }

    @Test
    void shouldSayWhichImageItWasAndWhatCameOfIt() {
        line.image(BAD, "traceparent", RECORDED);

        SpanData image = line.span("process images");
        assertThat(image.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(attribute(image, SpanNames.SYSTEM)).isEqualTo("kafka");
        assertThat(attribute(image, SpanNames.TOPIC)).isEqualTo("images");
        assertThat(attribute(image, SpanNames.PARTITION)).isEqualTo("0");
        assertThat(attribute(image, SpanNames.OFFSET)).isZero();
        assertThat(attribute(image, SpanNames.KEY)).isEqualTo("camera-1");
        assertThat(attribute(image, SpanNames.GROUP)).isEqualTo("line");
        assertThat(attribute(image, SpanNames.BODY_BYTES)).isEqualTo(4);
        assertThat(attribute(image, SpanNames.BUNDLE)).isEqualTo("fake");
        assertThat(attribute(image, SpanNames.ANOMALOUS)).isTrue();
        assertThat(attribute(image, SpanNames.P_VALUE)).isEqualTo(0.005);
        assertThat(image.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(image.getResource().getAttribute(SpanNames.SERVICE)).isEqualTo("line");
        assertThat(image.getResource().getAttribute(SpanNames.SERVICE_VERSION)).isEqualTo("1.2.3");
        assertThat(image.getResource().getAttribute(SpanNames.SERVICE_INSTANCE)).isEqualTo("host:1");
    }

    @Test
    void shouldShowDecodingAndExplainingWithinTheImage() {
        line.image(BAD, "traceparent", RECORDED);

        SpanData image = line.span("process images");
        for (String step : List.of("decode", "explain")) {
            SpanData span = line.span(step);
            assertThat(span.getParentSpanId()).isEqualTo(image.getSpanId());
            assertThat(span.getTraceId()).isEqualTo(TRACE);
            assertThat(span.getEndEpochNanos()).isGreaterThanOrEqualTo(span.getStartEpochNanos());
        }
    }

    @Test
    void shouldLinkTheBatchAndItsImageWithEachOther() {
        line.image(NORMAL, "traceparent", RECORDED);

        SpanData image = line.span("process images");
        SpanData batch = line.span("batch");
        assertThat(batch.getParentSpanContext().isValid()).isFalse();
        assertThat(batch.getTraceId()).isNotEqualTo(TRACE);
        assertThat(spanIds(batch)).containsExactly(image.getSpanId());
        assertThat(spanIds(image)).containsExactly(batch.getSpanId());
        assertThat(attribute(batch, SpanNames.BATCH_IMAGES)).isEqualTo(1);
        assertThat(attribute(batch, SpanNames.FLUSH_REASON)).isEqualTo("commit");
        SpanData model = line.span("model");
        assertThat(model.getParentSpanId()).isEqualTo(batch.getSpanId());
        assertThat(attribute(model, SpanNames.BUNDLE)).isEqualTo("fake");
        assertThat(attribute(model, SpanNames.MODEL_VERSION)).isEqualTo("1.0.0");
        assertThat(attribute(model, SpanNames.PROVIDER)).isEqualTo("cpu");
        assertThat(attribute(model, SpanNames.BATCH_IMAGES)).isEqualTo(1);
    }

    @Test
    void shouldGiveEveryOutputTheContextOfTheImage() {
        for (int i = 0; i < 12; i++) {
            line.image(BAD, "traceparent", RECORDED);
        }

        for (String topic : List.of("scores", "anomalies", "evidence", "incidents")) {
            List<TestRecord<byte[], byte[]>> records = line.read(topic);
            assertThat(records).as(topic).isNotEmpty();
            assertThat(records)
                    .allSatisfy(record -> assertThat(header(record, "traceparent"))
                            .startsWith("00-" + TRACE)
                            .isNotEqualTo(RECORDED));
        }
    }

    @Test
    void shouldEndAnImageThatIsRejected() {
        line.send("no image".getBytes(UTF_8), "traceparent", RECORDED);

        SpanData image = line.span("process images");
        assertThat(image.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        TestRecord<byte[], byte[]> rejected = line.read("rejected").get(0);
        assertThat(attribute(image, SpanNames.ERROR)).isEqualTo(header(rejected, "elbowatch-reason"));
        assertThat(header(rejected, "traceparent")).isEqualTo(traceparent(image));
        assertThat(rejected.value()).asString().isEqualTo("no image");
    }

    @Test
    void shouldLeaveAnImageAloneWhoseProducerRecordsNothing() {
        String not = "00-" + TRACE + "-" + CAMERA + "-00";
        line.image(BAD, "traceparent", not);

        assertThat(line.spans()).isEmpty();
        assertThat(header(line.read("scores").get(0), "traceparent")).isEqualTo(not);
    }

    @Test
    void shouldRecordADrawnShareOfTheOthers() {
        line.image(NORMAL);
        line.image(NORMAL);

        List<TestRecord<byte[], byte[]>> scores = line.read("scores");
        assertThat(header(scores.get(0), "traceparent")).isEqualTo(traceparent(line.span("process images")));
        assertThat(header(scores.get(1), "traceparent")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00-abc", "", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "no"})
    void shouldTreatABrokenContextAsNone(String broken) {
        line.image(NORMAL, "traceparent", broken, "tracestate", "vendor=1");

        SpanData image = line.span("process images");
        assertThat(image.getParentSpanContext().isValid()).isFalse();
        TestRecord<byte[], byte[]> score = line.read("scores").get(0);
        assertThat(header(score, "traceparent")).isEqualTo(traceparent(image));
        assertThat(header(score, "tracestate")).isNull();
    }

    private static List<String> spanIds(SpanData span) {
        return span.getLinks().stream()
                .map(LinkData::getSpanContext)
                .map(SpanContext::getSpanId)
                .toList();
    }
}
