package io.elbowatch.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.elbo.Scoring.Scored;
import io.elbowatch.core.evaluation.ScoredImage;
import io.elbowatch.core.evidence.Explanation;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.wire.ExplanationFields;
import io.elbowatch.stream.wire.ScoreFields;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** One JSON object a line: as in the scores topic, but {@code image} has name and group instead of coordinates. */
public final class JsonLines implements ImageLines {
    private final JsonFactory factory = new JsonFactory();
    private final ScoreFields fields;

    public JsonLines(ModelIdentity model, double beta) {
        fields = new ScoreFields(model, beta);
    }

    /** Writes further fields into the object of an image. */
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    @Override
    public String header() {
        return "";
    }

    @Override
    public String judged(ScoredImage image, Scored scored, Verdict verdict, Optional<Explanation> explanation) {
        return line(image, json -> {
            fields.write(json, scored.terms(), scored.provider(), verdict);
            if (explanation.isPresent()) {
                ExplanationFields.write(json, explanation.get());
            }
        });
    }

    @Override
    public String rejected(ScoredImage image, Rejection rejection) {
        return line(image, json -> {
            fields.writeModel(json);
            json.writeObjectFieldStart("rejected");
            json.writeStringField("reason", rejection.reason().label());
            json.writeStringField("detail", rejection.detail());
            json.writeEndObject();
        });
    }

    private String line(ScoredImage image, Fields further) {
        StringWriter text = new StringWriter(1024);
        try (JsonGenerator json = factory.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("schema", 1);
            json.writeObjectFieldStart("image");
            json.writeStringField("name", image.name());
            json.writeStringField("group", image.group());
            json.writeEndObject();
            further.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.append('\n').toString();
    }
}
