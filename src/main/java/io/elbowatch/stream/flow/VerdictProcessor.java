package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.ImageScore;
import io.elbowatch.stream.wire.ScoreJson;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Judges the terms of an image. Each image leaves for the scores topic and for {@link ExplainProcessor}; then it is
 * offered to the shadow of its route, if there is one.
 */
final class VerdictProcessor implements Processor<byte[], ScoredImage, byte[], Object> {
    private final ShadowOffer shadow;
    private final ScoreJson json;
    private final ScoringObserver observer;
    private ProcessorContext<byte[], Object> context;

    VerdictProcessor(ShadowOffer shadow, ScoreJson json, ScoringObserver observer) {
        this.shadow = shadow;
        this.json = json;
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
        ImageOrigin origin = ImageOrigin.of(record.key(), coordinates);
        observer.scored(
                assignment.model(), origin, image.terms(), verdict, System.currentTimeMillis() - record.timestamp());
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
                        Headers.ofJson(record.headers())),
                NodeNames.SCORES);
        context.forward(record.withValue(new JudgedImage(image.image(), score, judge)), NodeNames.EXPLAIN);
        if (assignment.shadow().isPresent()) {
            shadow.offer(new ShadowImage(
                    origin,
                    record.timestamp(),
                    image.image().value(),
                    Headers.contentType(record.headers()),
                    assignment.model(),
                    verdict,
                    assignment.shadow().get(),
                    assignment.settingsOffset()));
        }
    }
}
