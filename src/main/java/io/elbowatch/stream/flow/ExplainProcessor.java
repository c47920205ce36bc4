package io.elbowatch.stream.flow;

import io.elbowatch.core.evidence.Evidence.Pictured;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.evidence.Reason;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.core.verdict.Thresholds;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.output.OutputFormat;
import io.elbowatch.stream.wire.EvidenceRecord;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.ImageScore;
import io.elbowatch.stream.wire.ModelStamp;
import io.elbowatch.stream.wire.ScoreJson;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Explains anomalous images. An anomaly leaves for the anomalies topic with reasons and places, and a picture of it for
 * the evidence topic unless a limit is reached. Every image leaves for {@link TrackProcessor}. A normal image costs no
 * second run of the model.
 */
final class ExplainProcessor implements Processor<byte[], JudgedImage, byte[], Object> {
    private final PerModel<Inspection> inspections;
    private final EvidenceRate rate;
    private final EvidenceBudget budget;
    private final LatentSample sample;
    private final ScoreJson json;
    private final OutputFormat format;
    private final EvidenceRecord pictures;
    private final String outlet;
    private final ScoringObserver observer;
    private ProcessorContext<byte[], Object> context;

    /** @param outlet the node that takes pictures */
    ExplainProcessor(
            PerModel<Inspection> inspections,
            EvidenceRate rate,
            EvidenceBudget budget,
            LatentSample sample,
            ScoreJson json,
            OutputFormat format,
            EvidenceRecord pictures,
            String outlet,
            ScoringObserver observer) {
        this.inspections = inspections;
        this.rate = rate;
        this.budget = budget;
        this.sample = sample;
        this.json = json;
        this.format = format;
        this.pictures = pictures;
        this.outlet = outlet;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte[], JudgedImage> record) {
        JudgedImage image = record.value();
        Assignment assignment = image.image().assignment();
        ServedModel model = assignment.model();
        // Only the posterior of a Gaussian latent drifts; a second run of another model would be for nothing.
        if (model.model().form().gaussianLatent().isPresent() && sample.isDue()) {
            long started = System.nanoTime();
            inspection(image).at(image.image().pixels()).ifPresent(output -> observer.inspected(model, output));
            sample.spend(System.nanoTime() - started);
        }
        Verdict verdict = image.score().verdict();
        boolean pictured = verdict.anomalous() && explain(record);
        context.forward(
                new Record<>(
                        record.key(),
                        new SourceImage(verdict, assignment.stamp(), pictured, assignment.fingerprint(image.judge())),
                        record.timestamp(),
                        record.headers()),
                NodeNames.TRACK);
    }

    private Inspection inspection(JudgedImage image) {
        return inspections.of(image.image().assignment().model().model());
    }

    @Override
    public void close() {
        inspections.close();
    }

    /** Returns whether a picture left. */
    private boolean explain(Record<byte[], JudgedImage> record) {
        JudgedImage image = record.value();
        ImageScore score = image.score();
        ModelStamp by = image.image().assignment().stamp();
        long started = System.nanoTime();
        Optional<EvidenceLeftOut> limit = limit(score.key(), context.currentSystemTimeMs());
        limit.ifPresent(observer::evidenceLeftOut);
        Optional<Pictured> seen = limit.isPresent() ? Optional.empty() : seen(image);
        Optional<Record<byte[], byte[]>> picture =
                seen.flatMap(found -> pictures.of(by, record, found.picture(), score.coordinates()));
        if (limit.isEmpty()) {
            budget.spend(System.nanoTime() - started); // a run that fails takes time, too
        }
        Explanation explanation = new Explanation(
                Reason.of(
                        image.judge(),
                        score.verdict(),
                        score.terms().features(),
                        inspection(image).form().features()),
                seen.map(Pictured::evidence),
                image.image().original());
        context.forward(
                record.withValue(json.write(by, score, Optional.of(explanation)))
                        .withHeaders(Headers.ofOutput(format.contentType(), record.headers())),
                NodeNames.ANOMALIES);
        if (picture.isPresent()) {
            context.forward(picture.get(), outlet);
            observer.evidence(picture.get().value().length, System.nanoTime() - started);
        } else if (seen.isPresent()) {
            observer.evidenceLeftOut(EvidenceLeftOut.TOO_LARGE);
        }
        if (seen.isPresent()) {
            image.image().trace().explained(System.nanoTime() - started);
        }
        return picture.isPresent();
    }

    private Optional<Pictured> seen(JudgedImage image) {
        double threshold = Thresholds.upper(image.judge(), Score.LOCAL).value();
        Optional<Pictured> evidence =
                inspection(image).evidence(threshold, image.image().pixels());
        if (evidence.isEmpty()) {
            observer.evidenceLeftOut(EvidenceLeftOut.MODEL_FAILED);
        }
        return evidence;
    }

    /**
     * The limit that keeps an image from being pictured. The budget is asked first: then a source spends no token on a
     * storm of others.
     */
    private Optional<EvidenceLeftOut> limit(byte[] source, long nowMillis) {
        if (!budget.isOpen(nowMillis)) {
            return Optional.of(EvidenceLeftOut.BUSY);
        }
        return rate.allows(source, nowMillis) ? Optional.empty() : Optional.of(EvidenceLeftOut.RATE);
    }
}
