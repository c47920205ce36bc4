package io.elbowatch.traces;

import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.ScoringTopology;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.stream.trace.Tracing;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * An image through the whole topology without a broker, with a model that takes no time: what traces add is a larger
 * share of this than of any real image. Each image is a batch of its own. An exporter takes all spans at once.
 */
@State(Scope.Thread)
public class TracingBench {
    private static final byte[] KEY = "camera-1".getBytes(UTF_8);
    private static final byte[] IMAGE = {100, 100, 100, 100};

    /** Off, or the recorded share; {@code not} has a trace context that says not to record. */
    @Param({"off", "0", "0.01", "1", "not"})
    private String traces;

    private Tracing tracing = Tracing.NONE;
    private AutoCloseable closing = () -> {};
    private Headers headers;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> images;
    private TestOutputTopic<byte[], byte[]> scores;

    /** The driver keeps all that was sent, so it lives no longer than an iteration. */
    @Setup(Level.Iteration)
    public void open() {
        headers = new RecordHeaders();
        if (!traces.equals("off")) {
            boolean not = traces.equals("not");
            OtlpTracing recording = OtlpTracing.batching(
                    SpanExporter.noop(),
                    "nowhere",
                    new TracedProgram("bench", "1", "1"),
                    not ? 1 : Double.parseDouble(traces));
            tracing = recording;
            closing = recording;
            if (not) {
                headers.add("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00".getBytes(UTF_8));
            }
        }
        driver = new TopologyTestDriver(
                new ScoringTopology(
                                Flows.of(Topics.DEFAULT, new BatchLimits(64, 1 << 20, Duration.ofHours(1))),
                                Flows.scoring(new FakeModel(), Calibrations.judge(999, 0.01)),
                                ScoringObserver.NONE,
                                tracing)
                        .build(Flows.LIMITS),
                Flows.properties());
        images = driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
        scores = driver.createOutputTopic("scores", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @TearDown(Level.Iteration)
    public void close() throws Exception {
        driver.close();
        closing.close();
    }

    @Benchmark
    public TestRecord<byte[], byte[]> image() {
        images.pipeInput(new TestRecord<>(KEY, IMAGE, headers, 1_000L));
        return scores.readRecord();
    }
}
