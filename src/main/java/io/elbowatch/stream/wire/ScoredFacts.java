package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a label needs to know of its image, read from the record of the scores topic.
 *
 * @param timestampMillis of the image
 * @param source the key of the image as text; empty where it has none or it is no text
 * @param verdict what was decided
 */
public record ScoredFacts(long timestampMillis, Optional<String> source, LabelledVerdict verdict) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param value of a score or an anomaly @return empty for a value that is neither */
    public static Optional<ScoredFacts> of(byte[] value) {
        try {
            return Optional.of(read(JSON.readTree(value)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // the caller says which record it is
        }
    }

    private static ScoredFacts read(JsonNode score) {
        JsonNode image = score.required("image");
        JsonNode verdict = score.required("verdict");
        JsonNode model = score.required("model");
        String name = model.required("name").asText();
        return new ScoredFacts(
                image.required("timestamp").asLong(),
                Optional.ofNullable(image.path("source").textValue()),
                new LabelledVerdict(
                        verdict.required("anomalous").asBoolean(),
                        verdict.required("pValue").asDouble(),
                        verdict.required("alpha").asDouble(),
                        verdict.required("score").asText(),
                        score.path("bundle").asText(name), // version 0.1 wrote no bundle
                        model.required("version").asText()));
    }

    /** A label with these facts. */
    public LabelRecord in(LabelRecord label) {
        return label.with(OptionalLong.of(timestampMillis), source, Optional.of(verdict));
    }
}
