package io.elbowatch.traces;

import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.trace.BatchTrace;
import io.elbowatch.stream.trace.CommitTrace;
import io.elbowatch.stream.trace.ImageTrace;
import io.elbowatch.stream.trace.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.RecordMetadata;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Records images as spans of OpenTelemetry. An image whose producer has decided about its trace follows that; of the
 * others a share is drawn. A batch and a commit are recorded if they have a recorded image, as traces of their own that
 * link to those of the images. Spans that cannot be sent are dropped and counted: the stream never waits for a receiver.
 */
public final class OtlpTracing implements Tracing, AutoCloseable {
    /** Spans that wait to be sent, about a kilobyte each. */
    private static final int MAX_WAITING = 4096;

    /** As many images as a batch of the default settings, and those of some batches in a commit. */
    private static final int MAX_LINKS = 1024;

    /** The name of a camera is shorter. */
    private static final int MAX_KEY_BYTES = 256;

    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(10);
    private static final long CLOSE_SECONDS = 5;

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final String group;
    private final double sample;
    private final DoubleSupplier draw;
    private final CountedSpans counted;

    private OtlpTracing(
            TracedProgram program, double sample, CountedSpans counted, SpanProcessor sending, DoubleSupplier draw) {
        this.counted = counted;
        this.group = program.service();
        this.sample = sample;
        this.draw = draw;
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().toBuilder()
                        .put(SpanNames.SERVICE, program.service())
                        .put(SpanNames.SERVICE_VERSION, program.version())
                        .put(SpanNames.SERVICE_INSTANCE, program.instance())
                        .build())
                .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
                .setSpanLimits(
                        SpanLimits.builder().setMaxNumberOfLinks(MAX_LINKS).build())
                .addSpanProcessor(counted)
                .addSpanProcessor(sending)
                .build();
        tracer = provider.get("io.elbowatch", program.version());
    }

    /** Sends spans by OTLP over HTTP from now on. A receiver that does not answer is no reason not to start. */
    public static OtlpTracing start(TracesSettings settings, TracedProgram program) {
        JdkLogs.silence();
        OtlpHttpSpanExporterBuilder otlp = OtlpHttpSpanExporter.builder()
                .setEndpoint(settings.address())
                .setCompression("gzip")
                .setTimeout(SEND_TIMEOUT);
        settings.headers().forEach(otlp::addHeader);
        return batching(otlp.build(), settings.address(), program, settings.sample());
    }

    /** Hands spans to an exporter in batches, in a thread of its own. @param address for the log */
    static OtlpTracing batching(SpanExporter exporter, String address, TracedProgram program, double sample) {
        CountedSpans counted = new CountedSpans(address);
        SpanProcessor sending = BatchSpanProcessor.builder(counted.around(exporter))
                .setMaxQueueSize(MAX_WAITING)
                .build();
        return new OtlpTracing(
                program,
                sample,
                counted,
                sending,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /** Hands every span to an exporter when it ends. @param draw numbers from 0 to 1, below {@code sample} for a recorded image */
    static OtlpTracing of(SpanExporter exporter, TracedProgram program, double sample, DoubleSupplier draw) {
        CountedSpans counted = new CountedSpans("an exporter");
        return new OtlpTracing(program, sample, counted, SimpleSpanProcessor.create(counted.around(exporter)), draw);
    }

    @Override
    public ImageTrace image(RecordMetadata at, byte[] key, int bytes, Headers headers) {
        SpanContext parent = TraceContext.isIn(headers) ? TraceContext.of(headers) : SpanContext.getInvalid();
        boolean recorded = parent.isValid() ? parent.isSampled() : draw.getAsDouble() < sample;
        return recorded ? image(parent, at, key, bytes) : ImageTrace.NONE;
    }

    private ImageTrace image(SpanContext parent, RecordMetadata at, byte[] key, int bytes) {
        SpanBuilder span = tracer.spanBuilder(SpanNames.PROCESS + " " + at.topic())
                .setParent(Context.root().with(Span.wrap(parent)))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(SpanNames.SYSTEM, "kafka")
                .setAttribute(SpanNames.OPERATION, SpanNames.PROCESS)
                .setAttribute(SpanNames.OPERATION_TYPE, SpanNames.PROCESS)
                .setAttribute(SpanNames.TOPIC, at.topic())
                .setAttribute(SpanNames.PARTITION, Integer.toString(at.partition()))
                .setAttribute(SpanNames.OFFSET, at.offset())
                .setAttribute(SpanNames.GROUP, group)
                .setAttribute(SpanNames.BODY_BYTES, (long) bytes);
        if (key != null && key.length <= MAX_KEY_BYTES) {
            span.setAttribute(SpanNames.KEY, new String(key, UTF_8));
        }
        return new ImageSpan(tracer, span.startSpan());
    }

    @Override
    public BatchTrace batch(FlushReason reason, int images, List<ImageTrace> recorded) {
        SpanBuilder builder = tracer.spanBuilder(SpanNames.BATCH)
                .setNoParent()
                .setAttribute(SpanNames.SYSTEM, "kafka")
                .setAttribute(SpanNames.BATCH_IMAGES, (long) images)
                .setAttribute(SpanNames.FLUSH_REASON, reason.label());
        recorded.forEach(image -> builder.addLink(((ImageSpan) image).context()));
        Span span = builder.startSpan();
        recorded.forEach(image -> ((ImageSpan) image).link(span.getSpanContext()));
        return new BatchSpan(tracer, span);
    }

    @Override
    public CommitTrace commits() {
        return new CommitSpans(tracer, MAX_LINKS);
    }

    /** What became of the spans so far. */
    public SpanCounts counts() {
        return counted.now();
    }

    /** Sends what waits, for a few seconds at most. */
    @Override
    public void close() {
        provider.shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
