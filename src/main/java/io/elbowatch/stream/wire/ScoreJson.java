package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Writes the JSON of the scores and anomalies topics, schema 1 (docs/schema/score.schema.json and anomaly.schema.json). Used by one thread.
 */
public final class ScoreJson {
    static final int SCHEMA = 1;

    /** A third of the time went into the JDK's way of writing numbers, before JDK 19. */
    private final JsonFactory factory = new JsonFactoryBuilder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .rootValueSeparator("")
            .build();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private final ScoreFields fields;
    private JsonGenerator json = generator(); // for all records: a new one is 600 bytes and its buffer

    /** @param beta the weight of the KL term that the model was trained with */
    public ScoreJson(ModelIdentity model, double beta) {
        this.fields = new ScoreFields(model, beta);
    }

    /**
     * The record of one image, UTF-8. Its key appears as {@link SourceText} shows it.
     *
     * @param provider the execution provider that scored it
     * @param settingsOffset the record of the settings topic by which it was judged, if it was by any
     */
    public byte[] write(
            byte[] key,
            RecordMetadata coordinates,
            long timestampMillis,
            ElboTerms terms,
            String provider,
            Verdict verdict,
            OptionalLong settingsOffset) {
        return write(key, coordinates, timestampMillis, terms, provider, verdict, settingsOffset, Optional.empty());
    }

    /** The record of an anomalous image: as above, with what explains it. */
    public byte[] write(
            byte[] key,
            RecordMetadata coordinates,
            long timestampMillis,
            ElboTerms terms,
            String provider,
            Verdict verdict,
            OptionalLong settingsOffset,
            Explanation explanation) {
        return write(
                key, coordinates, timestampMillis, terms, provider, verdict, settingsOffset, Optional.of(explanation));
    }

    private byte[] write(
            byte[] key,
            RecordMetadata coordinates,
            long timestampMillis,
            ElboTerms terms,
            String provider,
            Verdict verdict,
            OptionalLong settingsOffset,
            Optional<Explanation> explanation) {
        try {
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            writeImage(json, key, coordinates, timestampMillis);
            fields.write(json, terms, provider, verdict, settingsOffset);
            if (explanation.isPresent()) {
                ExplanationFields.write(json, explanation.get());
            }
            json.writeEndObject();
            json.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        } finally {
            startAnew();
        }
    }

    /** Whatever became of the record before. */
    private void startAnew() {
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

    private static void writeImage(JsonGenerator json, byte[] key, RecordMetadata coordinates, long timestampMillis)
            throws IOException {
        json.writeObjectFieldStart("image");
        json.writeStringField("topic", coordinates.topic());
        json.writeNumberField("partition", coordinates.partition());
        json.writeNumberField("offset", coordinates.offset());
        json.writeNumberField("timestamp", timestampMillis);
        Optional<String> source = SourceText.of(key);
        if (source.isPresent()) {
            json.writeStringField("source", source.get());
        }
        json.writeEndObject();
    }
}
