package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import io.elbowatch.core.evidence.Cell;
import io.elbowatch.core.evidence.Deviation;
import io.elbowatch.core.evidence.Evidence;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.evidence.LatentDimension;
import io.elbowatch.core.evidence.Place;
import io.elbowatch.core.evidence.Reason;
import io.elbowatch.core.image.ExifOrientation;
import io.elbowatch.core.image.Original;
import io.elbowatch.core.image.Rectangle;
import io.elbowatch.core.verdict.Thresholds.Side;
import java.io.IOException;

/** The fields that an anomaly has in addition to those of a score. */
public final class ExplanationFields {
    private ExplanationFields() {}

    /** Writes reasons and evidence into an object that has been started. */
    public static void write(JsonGenerator json, Explanation explanation) throws IOException {
        Decimals decimals = new Decimals();
        json.writeArrayFieldStart("reasons");
        for (Reason reason : explanation.reasons()) {
            write(json, decimals, reason);
        }
        json.writeEndArray();
        if (explanation.evidence().isPresent()) {
            write(json, explanation.evidence().get(), explanation.original());
        }
    }

    private static void write(JsonGenerator json, Decimals decimals, Reason reason) throws IOException {
        json.writeStartObject();
        json.writeStringField("score", reason.score().label());
        json.writeStringField("side", reason.side() == Side.UPPER ? "high" : "low");
        decimals.write(json, "value", reason.value());
        decimals.write(json, "limit", reason.limit());
        decimals.write(json, "pValue", reason.pValue());
        if (!reason.features().isEmpty()) {
            json.writeArrayFieldStart("features");
            for (Deviation deviation : reason.features()) {
                write(json, deviation);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Deviation deviation) throws IOException {
        json.writeStartObject();
        json.writeStringField("feature", deviation.feature());
        json.writeNumberField("deviation", (float) deviation.spreads());
        json.writeStringField("words", deviation.words());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Evidence evidence, Original original) throws IOException {
        json.writeObjectFieldStart("evidence");
        if (Double.isFinite(evidence.limit())) {
            json.writeNumberField("limit", evidence.limit());
        }
        json.writeNumberField("share", evidence.share());
        if (evidence.cell().isPresent()) {
            write(json, evidence.cell().get());
        }
        write(json, original);
        json.writeArrayFieldStart("places");
        for (Place place : evidence.places()) {
            write(json, place, original.of(place.rectangle()));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("latents");
        for (LatentDimension latent : evidence.latents()) {
            write(json, latent);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Cell cell) throws IOException {
        json.writeObjectFieldStart("cell");
        json.writeNumberField("width", cell.width());
        json.writeNumberField("height", cell.height());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Original original) throws IOException {
        json.writeObjectFieldStart("original");
        json.writeNumberField("width", original.width());
        json.writeNumberField("height", original.height());
        if (original.orientation() != ExifOrientation.NONE) {
            json.writeNumberField(original.turned() ? "turned" : "orientation", original.orientation());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Place place, Rectangle inOriginal) throws IOException {
        json.writeStartObject();
        write(json, place.rectangle());
        json.writeNumberField("nats", place.nats());
        json.writeObjectFieldStart("original");
        write(json, inOriginal);
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Rectangle pixels) throws IOException {
        json.writeNumberField("column", pixels.column());
        json.writeNumberField("row", pixels.row());
        json.writeNumberField("width", pixels.width());
        json.writeNumberField("height", pixels.height());
    }

    private static void write(JsonGenerator json, LatentDimension latent) throws IOException {
        json.writeStartObject();
        json.writeNumberField("channel", latent.channel());
        json.writeNumberField("row", latent.row());
        json.writeNumberField("column", latent.column());
        json.writeNumberField("mean", latent.mean());
        json.writeNumberField("variance", latent.variance());
        json.writeNumberField("kl", latent.kl());
        json.writeEndObject();
    }
}
