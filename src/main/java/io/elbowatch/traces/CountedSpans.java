package io.elbowatch.traces;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the spans that end, and what becomes of them. The first failure after a success is logged, and its end. */
final class CountedSpans implements SpanProcessor {
    private static final Logger LOG = LoggerFactory.getLogger(CountedSpans.class);

    private final String address;
    private final LongAdder ended = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicBoolean failing = new AtomicBoolean();

    CountedSpans(String address) {
        this.address = address;
    }

    SpanCounts now() {
        // In this order: a span must not be sent before it has ended.
        long done = sent.sum();
        long given = failed.sum();
        return new SpanCounts(ended.sum(), done, given);
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        ended.increment();
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }

    /** The same exporter, whose results are counted here before anybody else sees them. */
    SpanExporter around(SpanExporter exporter) {
        return new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
                int number = spans.size();
                CompletableResultCode result = exporter.export(spans);
                CompletableResultCode counted = new CompletableResultCode();
                result.whenComplete(() -> {
                    count(result, number);
                    pass(result, counted);
                });
                return counted;
            }

            @Override
            public CompletableResultCode flush() {
                return exporter.flush();
            }

            @Override
            public CompletableResultCode shutdown() {
                return exporter.shutdown();
            }
        };
    }

    private static void pass(CompletableResultCode from, CompletableResultCode to) {
        if (from.isSuccess()) {
            to.succeed();
        } else if (from.getFailureThrowable() == null) {
            to.fail();
        } else {
            to.failExceptionally(from.getFailureThrowable());
        }
    }

    private void count(CompletableResultCode result, int spans) {
        if (result.isSuccess()) {
            sent.add(spans);
            if (failing.getAndSet(false)) {
                LOG.info("spans are sent again address={}", address);
            }
            return;
        }
        failed.add(spans);
        if (!failing.getAndSet(true)) {
            LOG.warn(
                    "spans are not sent address={} reason=\"{}\" further=elbowatch_trace_spans_total",
                    address,
                    reason(result.getFailureThrowable()));
        }
    }

    private static String reason(Throwable failure) {
        return failure == null || failure.getCause() == null
                ? "the receiver refuses them"
                : failure.getCause().toString();
    }
}
