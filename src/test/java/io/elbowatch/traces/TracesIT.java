package io.elbowatch.traces;

import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.testing.Records;
import io.elbowatch.testing.TestBroker;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Traces of images, batches and commits with a real broker. */
class TracesIT {
    private static final int IMAGES = 40;

    @AutoClose
    private final TestBroker broker = TestBroker.withTopics(2);

    private final Records records = broker.records();
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

    @AutoClose
    private final OtlpTracing tracing = OtlpTracing.of(exporter, TracedLine.PROGRAM, 1, () -> 0);

    @ParameterizedTest
    @EnumSource(Guarantee.class)
    void shouldFollowEveryImageToItsCommit(Guarantee guarantee) {
        records.send("images", "camera-1", images());

        List<ConsumerRecord<byte[], byte[]>> scores;
        try (ScoringApplication application = broker.stream("traces")
                .guaranteeing(guarantee)
                .traced(tracing)
                .kafka("commit.interval.ms", 100)
                .start()) {
            scores = records.readUntil(List.of("scores"), Duration.ofSeconds(30), found -> found.size() == IMAGES);
            await().until(() -> linked("commit").size() == IMAGES);
            assertThat(application.endedBy()).isEmpty();
        }

        Set<String> images =
                named("process images").stream().map(SpanData::getSpanId).collect(Collectors.toSet());
        assertThat(images).hasSize(IMAGES);
        assertThat(linked("batch")).isEqualTo(images);
        assertThat(linked("commit")).isEqualTo(images);
        assertThat(scores)
                .extracting(score -> Records.header(score, "traceparent").split("-")[2])
                .containsExactlyInAnyOrderElementsOf(images);
        assertThat(named("model")).hasSameSizeAs(named("batch"));
    }

    private List<SpanData> named(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private Set<String> linked(String name) {
        return named(name).stream()
                .flatMap(span -> span.getLinks().stream())
                .map(link -> link.getSpanContext().getSpanId())
                .collect(Collectors.toSet());
    }

    private static List<byte[]> images() {
        byte[] image = {100, 100, 100, 100};
        return Collections.nCopies(IMAGES, image);
    }
}
