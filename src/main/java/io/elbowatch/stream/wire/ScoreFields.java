package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.CalibrationStamp;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The fields of a score that are the same for images of a topic and of a set on disk. */
public final class ScoreFields {
    private static final List<TermField> TERMS = TermField.ALL;
    private static final List<Decider> DECIDERS = List.of(Decider.values());

    private final ModelIdentity model;
    private final double beta;
    private final Decimals decimals = new Decimals();
    private final Map<String, SerializedString> models = new ConcurrentHashMap<>(); // the JSON by provider; few

    /** @param beta the weight of the KL term that the model was trained with */
    public ScoreFields(ModelIdentity model, double beta) {
        this.model = Objects.requireNonNull(model, "model");
        this.beta = beta;
    }

    /** Writes model, terms, p-values and verdict into an object that has been started. */
    public void write(JsonGenerator json, ElboTerms terms, String provider, Verdict verdict) throws IOException {
        write(json, terms, provider, verdict, OptionalLong.empty());
    }

    /** The same with the record of the settings topic by which the image was judged. */
    void write(JsonGenerator json, ElboTerms terms, String provider, Verdict verdict, OptionalLong settingsOffset)
            throws IOException {
        writeModel(json, provider);
        writeTerms(json, terms, verdict);
        writePValues(json, verdict);
        writeVerdict(json, verdict, settingsOffset);
    }

    /** Writes the model alone, for an object without a score. */
    public void writeModel(JsonGenerator json) throws IOException {
        writeModel(json, model.provider());
    }

    private void writeModel(JsonGenerator json, String provider) throws IOException {
        json.writeFieldName("model");
        json.writeRawValue(models.computeIfAbsent(provider, this::modelObject));
    }

    private SerializedString modelObject(String provider) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("name", model.name());
            json.writeStringField("version", model.version());
            json.writeStringField("sha256", model.sha256());
            json.writeStringField("provider", provider);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return new SerializedString(text.toString());
    }

    private void writeTerms(JsonGenerator json, ElboTerms terms, Verdict verdict) throws IOException {
        json.writeObjectFieldStart("terms");
        for (int i = 0; i < TERMS.size(); i++) {
            TermField term = TERMS.get(i);
            decimals.write(json, term.name(), (float) term.formula().of(terms, beta, verdict));
        }
        json.writeEndObject();
    }

    private void writePValues(JsonGenerator json, Verdict verdict) throws IOException {
        json.writeObjectFieldStart("pValues");
        for (Decider decider : DECIDERS) {
            decimals.write(json, decider.label(), verdict.pValue(decider));
        }
        json.writeEndObject();
    }

    private void writeVerdict(JsonGenerator json, Verdict verdict, OptionalLong settingsOffset) throws IOException {
        json.writeObjectFieldStart("verdict");
        json.writeBooleanField("anomalous", verdict.anomalous());
        json.writeStringField("score", verdict.decider().label());
        decimals.write(json, "pValue", verdict.pValue());
        json.writeNumberField("alpha", verdict.alpha());
        if (verdict.extrapolated()) {
            json.writeBooleanField("extrapolated", true);
        }
        writeCalibration(json, verdict.calibration());
        if (settingsOffset.isPresent()) {
            json.writeNumberField("settingsOffset", settingsOffset.getAsLong());
        }
        json.writeEndObject();
    }

    private static void writeCalibration(JsonGenerator json, CalibrationStamp calibration) throws IOException {
        json.writeObjectFieldStart("calibration");
        if (calibration.group().isPresent()) {
            json.writeStringField("group", calibration.group().get());
        }
        json.writeNumberField("images", calibration.images());
        json.writeEndObject();
    }
}
