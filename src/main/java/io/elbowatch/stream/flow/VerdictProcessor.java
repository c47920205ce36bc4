package io.elbowatch.stream.flow;

import io.elbowatch.core.quality.ReviewChoice;
import io.elbowatch.core.quality.ReviewDraw;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.output.OutputFormat;
import io.elbowatch.stream.trace.ImageTrace;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.ImageScore;
import io.elbowatch.stream.wire.ScoreJson;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Judges the terms of an image. Each image leaves for the scores topic and for {@link ExplainProcessor}, and some for
 * the review topic; then it is offered to the shadow of its route, if there is one.
 */
final class VerdictProcessor implements Processor<byte[], ScoredImage, byte[], Object> {
    private final ShadowOffer shadow;
    private final Optional<ReviewDraw> review;
    private final ScoreJson json;
    private final OutputFormat format;
    private final ScoringObserver observer;
    private ProcessorContext<byte[], Object> context;

    /** @param review draws images for review; empty where there is no topic for them */
    VerdictProcessor(
            ShadowOffer shadow,
            Optional<ReviewDraw> review,
            ScoreJson json,
            OutputFormat format,
            ScoringObserver observer) {
        this.shadow = shadow;
        this.review = review;
        this.json = json;
        this.format = format;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte[], ScoredImage> record) {
        ScoredImage image = record.value();
        Assignment assignment = image.image().assignment();
        Judge judge = assignment.judge(record.key());
        Verdict verdict = judge.judge(image.terms());
        RecordMetadata coordinates = context.recordMetadata().orElseThrow();
        ImageTrace trace = image.image().trace();
        ImageOrigin origin = ImageOrigin.of(record.key(), coordinates, trace.ids());
        observer.scored(
                assignment.model(), origin, image.terms(), verdict, System.currentTimeMillis() - record.timestamp());
        trace.judged(assignment.stamp().bundle(), verdict);
        ImageScore score = new ImageScore(
                record.key(),
                coordinates,
                record.timestamp(),
                image.terms(),
                image.provider(),
                verdict,
                assignment.settingsOffset());
        context.forward(
                new Record<>(
                        record.key(),
                        json.write(assignment.stamp(), score, Optional.empty()),
                        record.timestamp(),
                        Headers.ofOutput(format.contentType(), record.headers())),
                NodeNames.SCORES);
        if (review.isPresent()) {
            offer(record, score, assignment);
        }
        context.forward(record.withValue(new JudgedImage(image.image(), score, judge)), NodeNames.EXPLAIN);
        if (assignment.shadow().isPresent()) {
            shadow.offer(new ShadowImage(
                    origin,
                    record.timestamp(),
                    image.image().image().bytes(),
                    image.image().image().contentType(),
                    assignment.model(),
                    verdict,
                    assignment.shadow().get(),
                    assignment.settingsOffset()));
        }
        trace.left();
    }

    private void offer(Record<byte[], ScoredImage> record, ImageScore score, Assignment assignment) {
        RecordMetadata image = score.coordinates();
        Optional<ReviewChoice> choice =
                review.get().of(image.topic(), image.partition(), image.offset(), score.verdict(), System.nanoTime());
        if (choice.isPresent()) {
            observer.offered(choice.get().why());
            context.forward(
                    new Record<>(
                            record.key(),
                            json.write(assignment.stamp(), score, choice.get()),
                            record.timestamp(),
                            Headers.ofJson(record.headers())),
                    NodeNames.REVIEW);
        }
    }
}
