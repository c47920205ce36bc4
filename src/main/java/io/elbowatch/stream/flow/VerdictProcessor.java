package io.elbowatch.stream.flow;

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
 * Judges the terms of an image. Each image leaves for the scores topic and for {@link ExplainProcessor}. Before the
 * first image of a task the settings catch up, so that they are not older than those by which another instance judged
 * images of this task: Kafka Streams initializes a task only after the last commit of its former owner is final.
 */
final class VerdictProcessor implements Processor<byte[], ScoredImage, byte[], Object> {
    private final Runnable catchUpWithSettings;
    private final ScoreJson json;
    private final ScoringObserver observer;
    private ProcessorContext<byte[], Object> context;

    VerdictProcessor(Runnable catchUpWithSettings, ScoreJson json, ScoringObserver observer) {
        this.catchUpWithSettings = catchUpWithSettings;
        this.json = json;
        this.observer = observer;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        context = processorContext;
        catchUpWithSettings.run();
    }

    @Override
    public void process(Record<byte[], ScoredImage> record) {
        ScoredImage image = record.value();
        ActiveJudge judge = image.judge();
        Verdict verdict = judge.judge().judge(image.terms());
        RecordMetadata coordinates = context.recordMetadata().orElseThrow();
        observer.scored(
                ImageOrigin.of(record.key(), coordinates),
                image.terms(),
                verdict,
                System.currentTimeMillis() - record.timestamp());
        ImageScore score = new ImageScore(
                record.key(),
                coordinates,
                record.timestamp(),
                image.terms(),
                image.provider(),
                verdict,
                judge.settingsOffset());
        context.forward(
                new Record<>(
                        record.key(),
                        json.write(score, Optional.empty()),
                        record.timestamp(),
                        Headers.ofJson(record.headers())),
                NodeNames.SCORES);
        context.forward(
                record.withValue(new JudgedImage(image.pixels(), image.original(), score, judge)), NodeNames.EXPLAIN);
    }
}
