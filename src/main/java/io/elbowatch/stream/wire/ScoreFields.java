package io.elbowatch.stream.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.PValues;
import io.elbowatch.core.verdict.Scores;
import io.elbowatch.core.verdict.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The fields of a score that do not depend on where its image came from: a topic, or a set on disk. */
public final class ScoreFields {
    private static final List<Decider> DECIDERS = List.of(Decider.values());

    private final ModelIdentity model;
    private final double beta;
    private final Map<String, SerializedString> models = new ConcurrentHashMap<>(); // as JSON, by their provider: few

    /** @param beta the weight of the KL term that the model was trained with */
    public ScoreFields(ModelIdentity model, double beta) {
        this.model = Objects.requireNonNull(model, "model");
        this.beta = beta;
    }

    /** Writes model, terms, p-values and verdict into an object that has been started. */
    public void write(JsonGenerator json, ElboTerms terms, String provider, Verdict verdict) throws IOException {
        write(json, terms, provider, verdict, OptionalLong.empty());
    }

    /** As above, of a verdict by settings that a record of the settings topic gave. */
    void write(JsonGenerator json, ElboTerms terms, String provider, Verdict verdict, OptionalLong settingsOffset)
            throws IOException {
        writeModel(json, provider);
        writeTerms(json, terms, verdict.scores());
        writePValues(json, verdict.pValues());
        writeVerdict(json, verdict, settingsOffset);
    }

    /** Which model scores, of an image that has no score. */
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

    /** All of them are single precision, and have no more digits. */
    private void writeTerms(JsonGenerator json, ElboTerms terms, Scores scores) throws IOException {
        json.writeObjectFieldStart("terms");
        json.writeNumberField("elbo", (float) terms.elbo(beta));
        json.writeNumberField("elboLoss", (float) scores.elbo());
        json.writeNumberField("reconstructionNll", terms.reconstructionNll());
        json.writeNumberField("floor", terms.floor());
        json.writeNumberField("reconstructionError", (float) scores.reconstruction());
        json.writeNumberField("kl", terms.kl());
        json.writeNumberField("local", terms.local());
        json.writeNumberField("density", (float) scores.density());
        json.writeEndObject();
    }

    private static void writePValues(JsonGenerator json, PValues pValues) throws IOException {
        json.writeObjectFieldStart("pValues");
        for (Decider decider : DECIDERS) {
            json.writeNumberField(decider.label(), pValues.of(decider));
        }
        json.writeEndObject();
    }

    private static void writeVerdict(JsonGenerator json, Verdict verdict, OptionalLong settingsOffset)
            throws IOException {
        json.writeObjectFieldStart("verdict");
        json.writeBooleanField("anomalous", verdict.anomalous());
        json.writeStringField("score", verdict.decider().label());
        json.writeNumberField("pValue", verdict.pValue());
        json.writeNumberField("alpha", verdict.alpha());
        if (settingsOffset.isPresent()) {
            json.writeNumberField("settingsOffset", settingsOffset.getAsLong());
        }
        json.writeEndObject();
    }
}
