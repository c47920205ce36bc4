package io.elbowatch.stream.flow;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.stream.batch.CommitTicks;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.RejectedRecord;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Decodes images. Each record leaves at once, as pixels to be scored or as a rejection. After each record the task asks
 * for a commit at its next tick.
 */
final class DecodeProcessor implements Processor<byte[], byte[], byte[], Object> {
    /** Far more than the name of a source needs; every score carries the key. */
    private static final int MAX_KEY_BYTES = 64 << 10;

    /** Far more than traces need; every output carries the headers. */
    private static final int MAX_HEADER_BYTES = 64 << 10;

    private final ImageDecoder decoder;
    private final RejectedRecord rejected;
    private final Outputs outputs;
    private final ScoringObserver observer;
    private final CommitTicks commits;
    private ProcessorContext<byte[], Object> context;
    private boolean uncommitted;

    DecodeProcessor(
            ImageDecoder decoder,
            RejectedRecord rejected,
            Outputs outputs,
            ScoringObserver observer,
            CommitTicks commits) {
        this.decoder = decoder;
        this.rejected = rejected;
        this.outputs = outputs;
        this.observer = observer;
        this.commits = commits;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        context = processorContext;
        commits.schedule(context, this::requestCommit);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        uncommitted = true;
        commits.working(context.currentSystemTimeMs());
        byte[] value = record.value();
        observer.received(value == null ? 0 : value.length);
        Optional<Rejection> unfit = unfit(record)
                .or(() -> outputs.refused().rejection(context.recordMetadata().orElseThrow()));
        if (unfit.isPresent()) {
            reject(record, unfit.get());
            return;
        }
        long started = System.nanoTime();
        Decoded decoded = decoder.decode(value, Headers.contentType(record.headers()));
        observer.decoded(System.nanoTime() - started);
        if (decoded instanceof Decoded.Pixels pixels) {
            context.forward(
                    record.withValue(new DecodedImage(value, pixels.pixels(), pixels.original())), NodeNames.SCORE);
        } else if (decoded instanceof Decoded.Rejected refused) {
            reject(record, refused.rejection());
        }
    }

    /**
     * All tasks of the thread flush before the commit: they tick before Kafka Streams checks whether one asked for it.
     */
    private void requestCommit() {
        if (uncommitted) {
            uncommitted = false;
            context.commit();
        }
    }

    /** Rejects what would not fit into the scores topic together with a score. */
    private Optional<Rejection> unfit(Record<byte[], byte[]> record) {
        int room = outputs.limits().now().keyAndHeaderBytes();
        int keyBytes = record.key() == null ? 0 : record.key().length;
        int keyMax = Math.min(MAX_KEY_BYTES, room);
        if (keyBytes > keyMax) {
            return Optional.of(new Rejection(
                    Reason.KEY_TOO_LARGE, "the key has " + keyBytes + " bytes, at most " + keyMax + " are taken"));
        }
        long headerBytes = Headers.bytes(record.headers());
        int headerMax = Math.min(MAX_HEADER_BYTES, room - keyBytes);
        if (headerBytes > headerMax) {
            return Optional.of(new Rejection(
                    Reason.HEADERS_TOO_LARGE,
                    "the headers have " + headerBytes + " bytes, at most " + headerMax + " are taken"));
        }
        return Optional.empty();
    }

    private void reject(Record<byte[], byte[]> record, Rejection rejection) {
        RecordMetadata coordinates = context.recordMetadata().orElseThrow();
        observer.rejected(
                ImageOrigin.of(record.key(), coordinates),
                rejection.reason(),
                System.currentTimeMillis() - record.timestamp());
        context.forward(rejected.of(record, rejection, coordinates), NodeNames.REJECTED);
    }
}
