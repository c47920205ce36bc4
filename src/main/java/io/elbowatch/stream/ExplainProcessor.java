package io.elbowatch.stream;

import io.elbowatch.stream.wire.Headers;
import io.elbowatch.stream.wire.ScoreJson;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Explains anomalous images. */
final class ExplainProcessor implements Processor<byte[], JudgedImage, byte[], Object> {
    private final ScoreJson json;
    private ProcessorContext<byte[], Object> context;

    ExplainProcessor(ScoreJson json) {
        this.json = json;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<byte[], JudgedImage> record) {
        JudgedImage image = record.value();
        RecordMetadata coordinates = context.recordMetadata().orElseThrow();
        if (image.verdict().anomalous()) {
            byte[] value = json.write(
                    record.key(),
                    coordinates,
                    record.timestamp(),
                    image.terms(),
                    image.verdict(),
                    image.ruling().settingsOffset());
            context.forward(
                    record.withValue(value).withHeaders(Headers.ofJson(record.headers())), ScoringTopology.ANOMALIES);
        }
        context.forward(record.withValue(new SourceImage(image.verdict(), false)), ScoringTopology.TRACK);
    }
}
