package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.replay.Outcome;
import io.elbowatch.core.verdict.Score;
import java.io.IOException;
import java.util.Optional;

/**
 * A record of the scores topic, read again.
 *
 * @param image its coordinates
 * @param timestampMillis of the image
 * @param model that scored it
 * @param outcome its numbers and its verdict
 */
public record RecordedScore(OutputOrigin image, long timestampMillis, ModelIdentity model, Outcome outcome) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param value of the record, or null @return empty for a value that is no score of this program */
    public static Optional<RecordedScore> of(byte[] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(JSON.readTree(value)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // the caller counts it
        }
    }

    private static RecordedScore read(JsonNode score) {
        JsonNode image = score.required("image");
        JsonNode model = score.required("model");
        return new RecordedScore(
                OutputOrigin.ofImage(image),
                image.required("timestamp").asLong(),
                new ModelIdentity(
                        model.required("name").asText(),
                        model.required("version").asText(),
                        model.required("sha256").asText(),
                        model.required("provider").asText()),
                outcome(score));
    }

    private static Outcome outcome(JsonNode score) {
        JsonNode verdict = score.required("verdict");
        float[] numbers = new float[Outcome.NAMES.size()];
        int next = 0;
        numbers[next++] = number(verdict.required("pValue"));
        for (Score each : Score.values()) {
            numbers[next++] = number(score.required("pValues").required(each.label()));
        }
        for (Score each : Score.values()) {
            numbers[next++] = number(score.required("terms").required(each.field()));
        }
        boolean anomalous = verdict.required("anomalous").asBoolean();
        double alpha = verdict.path("alpha").asDouble();
        return new Outcome(anomalous, Outcome.isNear(anomalous, numbers[0], alpha), numbers);
    }

    private static float number(JsonNode value) {
        float number = value.floatValue();
        if (!value.isNumber() || !Float.isFinite(number)) {
            throw new IllegalArgumentException("no finite number: " + value);
        }
        return number;
    }
}
