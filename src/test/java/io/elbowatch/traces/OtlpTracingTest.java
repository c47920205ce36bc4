package io.elbowatch.traces;

import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.trace.BatchTrace;
import io.elbowatch.stream.trace.CommitTrace;
import io.elbowatch.stream.trace.ImageTrace;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Batches of several images, and commits. */
class OtlpTracingTest {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

    @AutoClose
    private final OtlpTracing tracing = OtlpTracing.of(exporter, TracedLine.PROGRAM, 1, () -> 0);

    @Test
    void shouldLinkABatchWithAllItsRecordedImages() {
        List<ImageTrace> images = List.of(image(0), image(1), image(2));

        BatchTrace batch = tracing.batch(FlushReason.COUNT, 64, images);
        batch.ended();

        SpanData span = only();
        assertThat(span.getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactlyElementsOf(
                        images.stream().map(image -> image.ids().spanId()).toList());
        assertThat(span.getAttributes().get(SpanNames.BATCH_IMAGES)).isEqualTo(64);
        assertThat(batch.ids().traceId()).isEqualTo(span.getTraceId());
    }

    @Test
    void shouldShowABatchThatFailed() {
        BatchTrace batch = tracing.batch(FlushReason.COUNT, 1, List.of(image(0)));

        batch.failed(new IllegalStateException("not shown"));
        batch.ended();

        assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(only().getAttributes().get(SpanNames.ERROR)).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void shouldLinkACommitWithTheRecordedImagesThatItMakesFinal() {
        CommitTrace commits = tracing.commits();
        List<ImageTrace> images = List.of(image(0), image(1));
        commits.sent(images.get(0).on(new RecordHeaders()));
        commits.begins();
        commits.sent(new RecordHeaders());
        commits.sent(images.get(1).on(new RecordHeaders()));
        commits.begins();
        commits.committed();

        assertThat(only().getName()).isEqualTo("commit");
        assertThat(only().getAttributes().get(SpanNames.OUTPUTS)).isEqualTo(3);
        assertThat(only().getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactlyElementsOf(
                        images.stream().map(image -> image.ids().spanId()).toList());
    }

    @Test
    void shouldNotRecordACommitWithoutARecordedImage() {
        CommitTrace commits = tracing.commits();
        commits.sent(new RecordHeaders());
        commits.sent(headers("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"));
        commits.begins();
        commits.committed();

        assertThat(exporter.getFinishedSpanItems()).isEmpty();
    }

    /** Kafka delivers the images again: what was taken back belongs to no commit. */
    @Test
    void shouldForgetWhatWasTakenBack() {
        CommitTrace commits = tracing.commits();
        commits.sent(image(0).on(new RecordHeaders()));
        commits.begins();
        commits.aborted();
        ImageTrace again = image(0);
        commits.sent(again.on(new RecordHeaders()));
        commits.begins();
        commits.committed();

        assertThat(only().getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactly(again.ids().spanId());
    }

    @Test
    void shouldKeepTheLinksOfABatchWithinBounds() {
        List<ImageTrace> images = new ArrayList<>();
        for (int i = 0; i < 4096; i++) {
            images.add(image(i));
        }

        tracing.batch(FlushReason.COUNT, images.size(), images).ended();

        assertThat(only().getLinks()).hasSize(1024);
        assertThat(only().getTotalRecordedLinks()).isEqualTo(4096);
    }

    @Test
    void shouldNotTakeALongKeyForTheNameOfACamera() {
        RecordMetadata at = at(0);

        tracing.image(at, new byte[257], 5, new RecordHeaders()).left();
        tracing.image(at, null, 5, new RecordHeaders()).left();

        assertThat(exporter.getFinishedSpanItems())
                .hasSize(2)
                .allSatisfy(span -> assertThat(
                                Optional.ofNullable(span.getAttributes().get(SpanNames.KEY)))
                        .isEmpty());
    }

    private SpanData only() {
        assertThat(exporter.getFinishedSpanItems()).hasSize(1);
        return exporter.getFinishedSpanItems().get(0);
    }

    private ImageTrace image(long offset) {
        return tracing.image(at(offset), TracedLine.KEY, 5, new RecordHeaders());
    }

    private static RecordMetadata at(long offset) {
        return new ProcessorRecordContext(0, offset, 0, "images", new RecordHeaders());
    }

    private static Headers headers(String traceparent) {
        return new RecordHeaders().add("traceparent", traceparent.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
