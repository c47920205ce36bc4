package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.quality.ReviewChoice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Writes the JSON of the topics scores, anomalies and review, schema 1 (docs/schema: score, anomaly and
 * review.schema.json).
 * The key of an image appears as {@link SourceText} shows it. Used by one thread.
 */
public final class ScoreJson {
    static final int SCHEMA = 1;

    /** Before JDK 19 a third of the time went into the number formatting of the JDK. */
    private final JsonFactory factory = new JsonFactoryBuilder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .rootValueSeparator("")
            .build();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private final StampedFields fields = new StampedFields();
    private JsonGenerator json = generator(); // one for all records: a new one takes 600 bytes and a buffer

    /**
     * The value of a record, UTF-8.
     *
     * @param by the model that scored the image
     * @param explanation for the anomalies topic; empty for the scores topic
     */
    public byte[] write(ModelStamp by, ImageScore image, Optional<Explanation> explanation) {
        return write(by, image, explanation, Optional.empty());
    }

    /** The value of a record of the review topic, UTF-8. */
    public byte[] write(ModelStamp by, ImageScore image, ReviewChoice choice) {
        return write(by, image, Optional.empty(), Optional.of(choice));
    }

    private byte[] write(
            ModelStamp by, ImageScore image, Optional<Explanation> explanation, Optional<ReviewChoice> choice) {
        try {
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            writeImage(image);
            json.writeStringField("bundle", by.bundle());
            fields.of(by).write(json, image.terms(), image.provider(), image.verdict(), image.settingsOffset());
            if (explanation.isPresent()) {
                ExplanationFields.write(json, explanation.get());
            }
            if (choice.isPresent()) {
                json.writeObjectFieldStart("review");
                json.writeStringField("why", choice.get().why().label());
                json.writeNumberField("rate", choice.get().rate());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        } finally {
            reset();
        }
    }

    /** Makes room for the next record, also after a failure in the middle of one. */
    private void reset() {
        if (!json.getOutputContext().inRoot()) {
            json = generator();
        }
        out.reset();
    }

    private JsonGenerator generator() {
        try {
            return factory.createGenerator(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private void writeImage(ImageScore image) throws IOException {
        RecordMetadata coordinates = image.coordinates();
        json.writeObjectFieldStart("image");
        json.writeStringField("topic", coordinates.topic());
        json.writeNumberField("partition", coordinates.partition());
        json.writeNumberField("offset", coordinates.offset());
        json.writeNumberField("timestamp", image.timestampMillis());
        Optional<String> source = SourceText.of(image.key());
        if (source.isPresent()) {
            json.writeStringField("source", source.get());
        }
        json.writeEndObject();
    }
}
