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

import static io.elbowatch.stream.wire.JsonBytes.constant;

/**
 * Writes the JSON of the topics scores, anomalies and review, schema 1 (docs/schema: score, anomaly and
 * review.schema.json).
 * The key of an image appears as {@link SourceText} shows it. Used by one thread.
 */
public final class ScoreJson {
    static final int SCHEMA = 1;

    private static final byte[] BEGIN = constant("{\"schema\":" + SCHEMA + ",\"image\":{\"topic\":");
    private static final byte[] PARTITION = constant(",\"partition\":");
    private static final byte[] OFFSET = constant(",\"offset\":");
    private static final byte[] TIMESTAMP = constant(",\"timestamp\":");
    private static final byte[] SOURCE = constant(",\"source\":");
    private static final byte[] COMMA = constant(",");
    private static final byte[] END = constant("}");

    /** Before JDK 19 a third of the time went into the number formatting of the JDK. */
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private final JsonBytes json = new JsonBytes();
    private final StampedParts parts = new StampedParts();
    private String topic = ""; // of the image before
    private byte[] topicText = JsonBytes.quoted(topic);

    /** Writes fields into an object that has been started. */
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /**
     * The value of a record, UTF-8.
     *
     * @param by the model that scored the image
     * @param explanation for the anomalies topic; empty for the scores topic
     */
    public byte[] write(ModelStamp by, ImageScore image, Optional<Explanation> explanation) {
        writeScore(by, image);
        if (explanation.isPresent()) {
            writeFields(further -> ExplanationFields.write(further, explanation.get()));
        }
        return json.put(END).toBytes();
    }

    /** The value of a record of the review topic, UTF-8. */
    public byte[] write(ModelStamp by, ImageScore image, ReviewChoice choice) {
        writeScore(by, image);
        writeFields(further -> {
            further.writeObjectFieldStart("review");
            further.writeStringField("why", choice.why().label());
            further.writeNumberField("rate", choice.rate());
            further.writeEndObject();
        });
        return json.put(END).toBytes();
    }

    /** The object of a score without its end. */
    private void writeScore(ModelStamp by, ImageScore image) {
        json.clear();
        writeImage(image);
        parts.of(by).write(json, image.terms(), image.provider(), image.verdict(), image.settingsOffset());
    }

    private void writeImage(ImageScore image) {
        RecordMetadata coordinates = image.coordinates();
        json.put(BEGIN)
                .put(topicText(coordinates.topic()))
                .put(PARTITION)
                .number(coordinates.partition())
                .put(OFFSET)
                .number(coordinates.offset())
                .put(TIMESTAMP)
                .number(image.timestampMillis());
        byte[] key = image.key();
        if (key != null && SourceText.isPlain(key)) {
            json.put(SOURCE).plainText(key);
        } else {
            SourceText.of(key).ifPresent(text -> json.put(SOURCE).text(text));
        }
        json.put(END);
    }

    private byte[] topicText(String name) {
        if (!name.equals(topic)) {
            topic = name;
            topicText = JsonBytes.quoted(name);
        }
        return topicText;
    }

    /** Few records have further fields: Jackson writes them. */
    private void writeFields(Fields fields) {
        ByteArrayOutputStream object = new ByteArrayOutputStream(1024);
        try (JsonGenerator further = FACTORY.createGenerator(object)) {
            further.writeStartObject();
            fields.write(further);
            further.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        json.put(COMMA).put(object.toByteArray(), 1, object.size() - 2); // without its brackets
    }
}
