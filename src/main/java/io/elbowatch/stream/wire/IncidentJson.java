package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.elbowatch.core.source.ImagePlace;
import io.elbowatch.core.source.ImageRun;
import io.elbowatch.core.source.IncidentEvent;
import io.elbowatch.core.source.IncidentEvent.Ending;
import io.elbowatch.core.source.IncidentKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Writes the JSON of the incidents topic, schema 1 (docs/schema/incident.schema.json). Used by one thread. */
public final class IncidentJson {
    static final int SCHEMA = 1;

    private final JsonFactory factory = new JsonFactory();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    private final StampedFields fields = new StampedFields();
    private final Decimals decimals = new Decimals();

    /**
     * The value of a record for an incident that opens or closes, UTF-8.
     *
     * @param by the model that scores the images of the source
     * @param key of the source, or null
     * @param partition of the images topic in which the source is
     */
    public byte[] write(ModelStamp by, byte[] key, TopicPartition partition, IncidentEvent event) {
        out.reset();
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("schema", SCHEMA);
            json.writeStringField("event", event.ending().isEmpty() ? "opened" : "closed");
            json.writeStringField("id", id(partition, event.onset(), event.kind()));
            json.writeStringField("kind", event.kind().label());
            Optional<String> source = SourceText.of(key);
            if (source.isPresent()) {
                json.writeStringField("source", source.get());
            }
            writeWhen(json, event);
            writeImages(json, partition, event);
            json.writeStringField("bundle", by.bundle());
            fields.of(by).writeModel(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    /**
     * The id of an incident. It is made of the input alone, so that a replay gives the same ids.
     *
     * @param partition of the images topic in which the source is
     * @param onset the first image; of a silence, the last image before it
     */
    public static String id(TopicPartition partition, ImagePlace onset, IncidentKind kind) {
        return partition.topic() + "-" + partition.partition() + "-" + onset.offset() + "-" + kind.label();
    }

    private static void writeWhen(JsonGenerator json, IncidentEvent event) throws IOException {
        json.writeNumberField("since", event.onset().timestampMillis());
        json.writeNumberField("at", event.atMillis());
        Optional<Ending> ending = event.ending();
        if (ending.isPresent()) {
            json.writeNumberField("durationMillis", event.durationMillis());
            json.writeStringField("because", ending.get().label());
        }
    }

    private void writeImages(JsonGenerator json, TopicPartition partition, IncidentEvent event) throws IOException {
        Optional<ImageRun> run = event.run();
        json.writeNumberField("images", run.map(ImageRun::images).orElse(0));
        json.writeNumberField("anomalous", run.map(ImageRun::anomalous).orElse(0));
        if (run.isPresent()) {
            ImageRun.Worst worst = run.get().worst();
            json.writeObjectFieldStart("worst");
            writePlace(json, partition, worst.place());
            decimals.write(json, "pValue", worst.pValue());
            json.writeBooleanField("evidence", worst.evidence());
            json.writeEndObject();
        } else {
            json.writeObjectFieldStart("last");
            writePlace(json, partition, event.onset());
            json.writeEndObject();
        }
    }

    private static void writePlace(JsonGenerator json, TopicPartition partition, ImagePlace place) throws IOException {
        json.writeStringField("topic", partition.topic());
        json.writeNumberField("partition", partition.partition());
        json.writeNumberField("offset", place.offset());
        json.writeNumberField("timestamp", place.timestampMillis());
    }
}
