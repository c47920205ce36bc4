package io.elbowatch.traces;

import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.EvidenceLimits;
import io.elbowatch.stream.flow.FlowSettings;
import io.elbowatch.stream.flow.Overlap;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.ScoringTopology;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The topology with traces, without a broker; each image is a batch. The spans that ended are kept. */
final class TracedLine implements AutoCloseable {
    static final TracedProgram PROGRAM = new TracedProgram("line", "1.2.3", "host:1");
    static final byte[] KEY = "camera-1".getBytes(UTF_8);

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OtlpTracing tracing;
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> images;

    /** @param draws decide in turn about the images without a trace context; an image is recorded below a half */
    TracedLine(double... draws) {
        int[] next = {0};
        tracing = OtlpTracing.of(exporter, PROGRAM, .5, () -> draws[next[0]++ % draws.length]);
        FlowSettings flow = new FlowSettings(
                Topics.DEFAULT,
                new BatchLimits(64, 1 << 20, Duration.ofDays(1)),
                Overlap.OFF,
                EvidenceLimits.DEFAULT,
                IncidentSettings.DEFAULT);
        driver = new TopologyTestDriver(
                new ScoringTopology(
                                flow,
                                Flows.scoring(new FakeModel(), Calibrations.judge(199, 0.05)),
                                ScoringObserver.NONE,
                                tracing)
                        .build(Flows.LIMITS),
                Flows.properties());
        images = driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
    }

    OtlpTracing tracing() {
        return tracing;
    }

    /** @param headers alternately names and values */
    void image(int pixel, String... headers) {
        byte[] pixels = new byte[4];
        Arrays.fill(pixels, (byte) pixel);
        send(pixels, headers);
    }

    void send(byte[] value, String... headers) {
        RecordHeaders all = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        images.pipeInput(new TestRecord<>(KEY, value, all, 1_000L));
    }

    List<TestRecord<byte[], byte[]>> read(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<SpanData> spans() {
        return exporter.getFinishedSpanItems();
    }

    /** The one span of this name. */
    SpanData span(String name) {
        List<SpanData> named =
                spans().stream().filter(span -> span.getName().equals(name)).toList();
        if (named.size() != 1) {
            throw new AssertionError(named.size() + " spans of the name " + name + " among " + spans());
        }
        return named.get(0);
    }

    static <T> T attribute(SpanData span, AttributeKey<T> key) {
        return span.getAttributes().get(key);
    }

    /** The last of this name, or null. */
    static String header(TestRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    /** The context of a span as a record carries it. */
    static String traceparent(SpanData span) {
        String flags = span.getSpanContext().getTraceFlags().asHex();
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + flags;
    }

    @Override
    public void close() {
        driver.close();
        tracing.close();
    }
}
