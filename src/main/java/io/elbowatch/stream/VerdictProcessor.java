package io.elbowatch.stream;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.ScoreJson;
import java.time.Clock;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Judges the terms of an image: every image leaves for the scores topic, an anomalous one for the anomalies topic too. */
final class VerdictProcessor implements Processor<byte[], ElboTerms, byte[], byte[]> {
    private final Judge judge;
    private final ScoreJson json;
    private final ScoringObserver observer;
    private final Clock clock;
    private ProcessorContext<byte[], byte[]> context;

    VerdictProcessor(Judge judge, ScoreJson json, ScoringObserver observer, Clock clock) {
        this.judge = judge;
        this.json = json;
        this.observer = observer;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte[], ElboTerms> record) {
        Verdict verdict = judge.judge(record.value());
        RecordMetadata coordinates = context.recordMetadata().orElseThrow();
        observer.scored(
                ImageOrigin.of(record.key(), coordinates),
                record.value(),
                verdict,
                clock.millis() - record.timestamp());
        byte[] value = json.write(record.key(), coordinates, record.timestamp(), record.value(), verdict);
        Record<byte[], byte[]> scored = record.withValue(value).withHeaders(Headers.ofJson(record.headers()));
        context.forward(scored, ScoringTopology.SCORES);
        if (verdict.anomalous()) {
            context.forward(scored, ScoringTopology.ANOMALIES);
        }
    }
}
