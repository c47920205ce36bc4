package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.ScoreJson;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Judges the terms of an image; every one leaves for the scores topic, and to be explained. Before
 * the first image of a task it sees to it that the settings are no older than those that another instance judged it by:
 * Kafka Streams initializes a task only when the last commit of its former owner is final.
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
        ElboTerms terms = record.value().terms();
        String provider = record.value().provider();
        ActiveJudge ruling = record.value().ruling();
        Verdict verdict = ruling.judge().judge(terms);
        RecordMetadata coordinates = context.recordMetadata().orElseThrow();
        observer.scored(
                ImageOrigin.of(record.key(), coordinates),
                terms,
                verdict,
                System.currentTimeMillis() - record.timestamp());
        byte[] value = json.write(
                record.key(), coordinates, record.timestamp(), terms, provider, verdict, ruling.settingsOffset());
        context.forward(
                new Record<>(record.key(), value, record.timestamp(), Headers.ofJson(record.headers())),
                NodeNames.SCORES);
        context.forward(
                record.withValue(new JudgedImage(record.value().pixels(), terms, provider, verdict, ruling)),
                NodeNames.EXPLAIN);
    }
}
