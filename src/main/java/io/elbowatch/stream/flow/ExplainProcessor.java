package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.evidence.Evidence;
import io.elbowatch.core.evidence.Evidence.Pictured;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.evidence.Reason;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Thresholds;
import io.elbowatch.stream.wire.EvidenceRecord;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.ScoreJson;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Says of an anomalous image why and where: it leaves for the anomalies topic, and a picture of it for the evidence topic, unless its
 * source has had its share of pictures. Every image leaves for its source's state. A normal image costs no look at it.
 */
final class ExplainProcessor implements Processor<byte[], JudgedImage, byte[], Object> {
    private final Inspection look;
    private final EvidenceRate rate;
    private final EvidenceBudget budget;
    private final LatentSample sample;
    private final ScoreJson json;
    private final EvidenceRecord pictures;
    private final ScoringObserver observer;
    private ProcessorContext<byte[], Object> context;

    ExplainProcessor(
            Inspection look,
            EvidenceRate rate,
            EvidenceBudget budget,
            LatentSample sample,
            ScoreJson json,
            EvidenceRecord pictures,
            ScoringObserver observer) {
        this.look = look;
        this.rate = rate;
        this.budget = budget;
        this.sample = sample;
        this.json = json;
        this.pictures = pictures;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte[], JudgedImage> record) {
        JudgedImage image = record.value();
        long nowMillis = context.currentSystemTimeMs();
        if (sample.takes(nowMillis)) {
            long started = System.nanoTime();
            look.at(image.pixels()).ifPresent(observer::inspected);
            sample.took(System.nanoTime() - started, nowMillis);
        }
        boolean pictured = image.verdict().anomalous() && explain(record);
        context.forward(
                new Record<>(record.key(), new SourceImage(image.verdict(), pictured), record.timestamp()),
                NodeNames.TRACK);
    }

    @Override
    public void close() {
        look.close();
    }

    /** Whether a picture went out. */
    private boolean explain(Record<byte[], JudgedImage> record) {
        JudgedImage image = record.value();
        RecordMetadata coordinates = context.recordMetadata().orElseThrow();
        long started = System.nanoTime();
        Optional<Pictured> seen = seen(record.key(), image);
        Optional<Record<byte[], byte[]>> picture =
                seen.flatMap(found -> pictures.of(record, found.picture(), coordinates));
        if (seen.isPresent()) {
            budget.spend(System.nanoTime() - started);
        }
        Explanation explanation =
                new Explanation(Reason.of(image.ruling().judge(), image.verdict()), seen.map(Pictured::evidence));
        byte[] value = json.write(
                record.key(),
                coordinates,
                record.timestamp(),
                image.terms(),
                image.provider(),
                image.verdict(),
                image.ruling().settingsOffset(),
                explanation);
        context.forward(record.withValue(value).withHeaders(Headers.ofJson(record.headers())), NodeNames.ANOMALIES);
        if (picture.isPresent()) {
            context.forward(picture.get(), NodeNames.EVIDENCE);
            observer.evidence(picture.get().value().length, System.nanoTime() - started);
        } else if (seen.isPresent()) {
            observer.evidenceLeftOut(EvidenceLeftOut.TOO_LARGE);
        }
        return picture.isPresent();
    }

    private Optional<Pictured> seen(byte[] source, JudgedImage image) {
        Optional<EvidenceLeftOut> hindrance = hindrance(source, context.currentSystemTimeMs());
        if (hindrance.isPresent()) {
            observer.evidenceLeftOut(hindrance.get());
            return Optional.empty();
        }
        Optional<ModelOutput> output = look.at(image.pixels());
        if (output.isEmpty()) {
            observer.evidenceLeftOut(EvidenceLeftOut.MODEL_FAILED);
        }
        double limit = Thresholds.upper(image.ruling().judge(), Score.LOCAL).value();
        return output.map(found -> Evidence.of(look.form(), limit, image.pixels(), found));
    }

    /** The budget first: a source loses no token to the others' storm. */
    private Optional<EvidenceLeftOut> hindrance(byte[] source, long nowMillis) {
        if (!budget.isOpen(nowMillis)) {
            return Optional.of(EvidenceLeftOut.BUSY);
        }
        return rate.allows(source, nowMillis) ? Optional.empty() : Optional.of(EvidenceLeftOut.RATE);
    }
}
