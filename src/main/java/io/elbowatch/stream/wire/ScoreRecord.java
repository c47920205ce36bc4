package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A record of the topics scores, anomalies or review, read again: the one place that knows where it says what. A field that
 * is required and missing throws {@link IllegalArgumentException}.
 */
final class ScoreRecord {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode json;
    private final JsonNode image;
    private final JsonNode verdict;

    private ScoreRecord(JsonNode json) {
        this.json = json;
        this.image = json.required("image");
        this.verdict = json.required("verdict");
    }

    /**
     * Reads what somebody needs of a record.
     *
     * @param value of the record, or null
     * @return empty for a value that is none of this program's; the caller says which record it is, or counts it
     */
    static <T> Optional<T> read(byte[] value, Function<ScoreRecord, T> reader) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(new ScoreRecord(JSON.readTree(value))));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    OutputOrigin image() {
        return OutputOrigin.ofImage(image);
    }

    long timestampMillis() {
        return image.required("timestamp").asLong();
    }

    /** The key of the image as text; empty where it has none or it is no text. */
    Optional<String> source() {
        return Optional.ofNullable(image.path("source").textValue());
    }

    boolean anomalous() {
        return verdict.required("anomalous").asBoolean();
    }

    /** NaN for no number. */
    double pValue() {
        return verdict.required("pValue").asDouble(Double.NaN);
    }

    double alpha() {
        return verdict.required("alpha").asDouble();
    }

    /** The deciding score. */
    String score() {
        return verdict.required("score").asText();
    }

    /** Of the calibration images that it was compared with; "" for all. */
    String group() {
        return verdict.path("calibration").path("group").asText();
    }

    /** That decided; empty in records of version 0.1, which wrote none. */
    Optional<String> bundle() {
        return Optional.ofNullable(json.path("bundle").textValue());
    }

    JsonNode model() {
        return json.required("model");
    }

    /** Another part, which some of these records have. */
    Optional<JsonNode> part(String name) {
        return Optional.ofNullable(json.get(name));
    }
}
