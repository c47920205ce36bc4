package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.elbowatch.core.shadow.ComparedBundle;
import io.elbowatch.core.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Writes the JSON of the shadow topic, schema 1 (docs/schema/shadow.schema.json). Used by one thread. */
public final class ShadowFlipJson {
    static final int SCHEMA = 1;

    private final JsonFactory factory = new JsonFactory();
    private final Decimals decimals = new Decimals();

    /** The value of a record, UTF-8. */
    public byte[] write(ShadowFlip flip) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            writeImage(json, flip);
            writeSide(json, "deciding", flip.pair().deciding(), flip.verdict());
            writeSide(json, "shadow", flip.pair().shadow(), flip.byShadow());
            if (flip.settingsOffset().isPresent()) {
                json.writeNumberField("settingsOffset", flip.settingsOffset().getAsLong());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    private static void writeImage(JsonGenerator json, ShadowFlip flip) throws IOException {
        json.writeObjectFieldStart("image");
        json.writeStringField("topic", flip.topic());
        json.writeNumberField("partition", flip.partition());
        json.writeNumberField("offset", flip.offset());
        json.writeNumberField("timestamp", flip.timestampMillis());
        Optional<String> source = SourceText.of(flip.key());
        if (source.isPresent()) {
            json.writeStringField("source", source.get());
        }
        json.writeEndObject();
    }

    private void writeSide(JsonGenerator json, String name, ComparedBundle side, Verdict verdict) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("bundle", side.bundle());
        json.writeObjectFieldStart("model");
        json.writeStringField("name", side.model());
        json.writeStringField("version", side.version());
        json.writeStringField("sha256", side.sha256());
        json.writeEndObject();
        json.writeObjectFieldStart("verdict");
        json.writeBooleanField("anomalous", verdict.anomalous());
        json.writeStringField("score", verdict.decider().label());
        decimals.write(json, "pValue", verdict.pValue());
        json.writeNumberField("alpha", verdict.alpha());
        json.writeEndObject();
        json.writeEndObject();
    }
}
