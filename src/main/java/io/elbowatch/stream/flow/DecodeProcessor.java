package io.elbowatch.stream.flow;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.stream.batch.CommitTicks;
import io.elbowatch.stream.intake.Arrival;
import io.elbowatch.stream.intake.InputRecord;
import io.elbowatch.stream.intake.Intakes;
import io.elbowatch.stream.reference.Outcome;
import io.elbowatch.stream.trace.ImageTrace;
import io.elbowatch.stream.trace.Tracing;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.RejectedRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Finds the image of each record, chooses its model and decodes it for that. Each record leaves at once, as pixels to be
 * scored or as a rejection. After each record the task asks for a commit at its next tick.
 *
 * <p>Before the first image of a task the settings catch up, so that the plan is not older than that of another instance
 * for the images of this task before: Kafka Streams initializes a task only after the last commit of its former owner is
 * final.
 */
final class DecodeProcessor implements Processor<byte[], byte[], byte[], Object> {
    /** Far more than the name of a source needs; every score carries the key. */
    private static final int MAX_KEY_BYTES = 64 << 10;

    /** Far more than traces need; every output carries the headers. */
    private static final int MAX_HEADER_BYTES = 64 << 10;

    /** More shapes of images than this are in force at once in no plan that a machine can serve. */
    private static final int MAX_DECODERS = 100;

    private final Intakes intakes;
    private final ScoringModel scoring;
    private final Runnable catchUpWithSettings;
    private final Map<Preprocessing, ImageDecoder> decoders = new HashMap<>();
    private final RejectedRecord rejected;
    private final String outlet;
    private final Outputs outputs;
    private final ScoringObserver observer;
    private final Tracing tracing;
    private final CommitTicks commits;
    private final InputProgress progress;
    private Map<String, InputProgress.Reached> reachedByTopic = Map.of();
    private InputProgress.Reached reached; // of the topic of the record in process
    private ImageTrace trace = ImageTrace.NONE; // of the record in process
    private ProcessorContext<byte[], Object> context;
    private boolean uncommitted;

    /** @param outlet the node that takes rejected records */
    DecodeProcessor(
            Intakes intakes,
            ScoringModel scoring,
            Runnable catchUpWithSettings,
            RejectedRecord rejected,
            String outlet,
            Outputs outputs,
            ScoringObserver observer,
            Tracing tracing,
            CommitTicks commits,
            InputProgress progress) {
        this.intakes = intakes;
        this.scoring = scoring;
        this.catchUpWithSettings = catchUpWithSettings;
        this.rejected = rejected;
        this.outlet = outlet;
        this.outputs = outputs;
        this.observer = observer;
        this.tracing = tracing;
        this.commits = commits;
        this.progress = progress;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        context = processorContext;
        reachedByTopic = progress.begin(context.taskId().partition());
        reached = null;
        catchUpWithSettings.run();
        commits.schedule(context, this::requestCommit);
    }

    @Override
    public void process(Record<byte[], byte[]> came) {
        uncommitted = true;
        commits.working(context.currentSystemTimeMs());
        byte[] value = came.value();
        int bytes = value == null ? 0 : value.length;
        observer.received(bytes);
        RecordMetadata at = context.recordMetadata().orElseThrow();
        take(at);
        trace = tracing.image(at, came.key(), bytes, came.headers());
        Record<byte[], byte[]> record = trace == ImageTrace.NONE ? came : came.withHeaders(trace.on(came.headers()));
        Arrival arrival = intakes.of(at.topic())
                .read(new InputRecord(
                        at.topic(),
                        at.partition(),
                        at.offset(),
                        record.key(),
                        value,
                        record.headers(),
                        record.timestamp()));
        if (arrival instanceof Arrival.Image image) {
            take(record, image);
        } else if (arrival instanceof Arrival.Refused refused) {
            reject(record, record.key(), Optional.empty(), refused.rejection());
        } else {
            take(
                    record,
                    (Arrival.Reference) arrival,
                    scoring.references().take(at.topic(), at.partition(), at.offset()));
        }
    }

    private void take(RecordMetadata at) {
        if (reached == null || !reached.isOf(at.topic())) {
            reached = reachedByTopic.get(at.topic());
        }
        reached.take(at.offset());
    }

    private void take(Record<byte[], byte[]> arrived, Arrival.Reference reference, Outcome outcome) {
        if (outcome instanceof Outcome.Fetched object) {
            take(arrived, reference.with(object.bytes(), object.contentType()));
        } else { // a cast, so that nothing is dropped without a word
            reject(arrived, reference.source(), Optional.empty(), ((Outcome.Refused) outcome).rejection());
        }
    }

    private void take(Record<byte[], byte[]> arrived, Arrival.Image image) {
        Record<byte[], byte[]> record = ofImage(arrived, image);
        Optional<Rejection> unfit = unfit(record)
                .or(() -> outputs.refused().rejection(context.recordMetadata().orElseThrow()));
        if (unfit.isPresent()) {
            reject(arrived, record.key(), Optional.empty(), unfit.get());
            return;
        }
        Optional<Assignment> assignment = assignment(record);
        if (assignment.isEmpty()) {
            reject(arrived, record.key(), Optional.empty(), noModel(record));
            return;
        }
        decode(arrived, record, image, assignment.get());
    }

    /** The record with key, time and headers of all outputs; the same where they are those of the record. */
    private static Record<byte[], byte[]> ofImage(Record<byte[], byte[]> arrived, Arrival.Image image) {
        Record<byte[], byte[]> record = arrived;
        if (image.source() != arrived.key()) {
            record = record.withKey(image.source());
        }
        if (image.timestampMillis() != arrived.timestamp()) {
            record = record.withTimestamp(image.timestampMillis());
        }
        if (image.id().isPresent()) {
            record = record.withHeaders(
                    Headers.withId(arrived.headers(), image.id().get()));
        }
        return record;
    }

    private void decode(
            Record<byte[], byte[]> arrived, Record<byte[], byte[]> record, Arrival.Image image, Assignment assignment) {
        Decoded decoded = decoded(image, assignment.model().preprocessing());
        if (decoded instanceof Decoded.Pixels pixels) {
            context.forward(
                    record.withValue(
                            new DecodedImage(arrived, image, pixels.pixels(), pixels.original(), assignment, trace)),
                    NodeNames.SCORE);
        } else if (decoded instanceof Decoded.Rejected refused) {
            reject(arrived, record.key(), Optional.of(assignment.model()), refused.rejection());
        }
    }

    private Decoded decoded(Arrival.Image image, Preprocessing preprocessing) {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        long started = System.nanoTime();
        Optional<AheadImage.Result> ahead =
                scoring.ahead().take(at.topic(), at.partition(), at.offset(), preprocessing);
        Decoded decoded = ahead.isPresent()
                ? ahead.get().decoded()
                : decoder(preprocessing).decode(image.bytes(), image.contentType());
        long nanos = ahead.isPresent() ? ahead.get().nanos() : System.nanoTime() - started;
        observer.decoded(nanos);
        if (ahead.isPresent() && ahead.get().by() != Thread.currentThread()) {
            observer.decodedAhead();
        }
        trace.decoded(nanos);
        return decoded;
    }

    /** Reads the plan, once for each image. */
    private Optional<Assignment> assignment(Record<byte[], byte[]> record) {
        return scoring.assignment(
                record.key(), context.recordMetadata().orElseThrow().topic(), record.headers());
    }

    private Rejection noModel(Record<byte[], byte[]> record) {
        return new Rejection(
                Reason.NO_MODEL,
                Headers.bundle(record.headers(), scoring.header()).isPresent()
                        ? "its header " + scoring.header() + " names no bundle that is in force"
                        : "no route fits its key and topic");
    }

    private ImageDecoder decoder(Preprocessing preprocessing) {
        ImageDecoder known = decoders.get(preprocessing);
        if (known != null) {
            return known;
        }
        if (decoders.size() >= MAX_DECODERS) {
            decoders.clear();
        }
        ImageDecoder decoder = new ImageDecoder(preprocessing, scoring.decoding());
        decoders.put(preprocessing, decoder);
        return decoder;
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

    /** @param source of the image, or null */
    private void reject(
            Record<byte[], byte[]> arrived, byte[] source, Optional<ServedModel> model, Rejection rejection) {
        RecordMetadata coordinates = context.recordMetadata().orElseThrow();
        scoring.ahead().pass(coordinates.topic(), coordinates.partition(), coordinates.offset());
        observer.rejected(
                model,
                ImageOrigin.of(source, coordinates, trace.ids()),
                rejection.reason(),
                System.currentTimeMillis() - arrived.timestamp());
        context.forward(rejected.of(arrived, rejection, coordinates), outlet);
        trace.rejected(rejection.reason());
    }
}
