package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.replay.Outcome;
import io.elbowatch.core.verdict.Score;
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
    /** @param value of the record, or null @return empty for a value that is no score of this program */
    public static Optional<RecordedScore> of(byte[] value) {
        return ScoreRecord.read(
                value,
                record -> new RecordedScore(
                        record.image(), record.timestampMillis(), model(record.model()), outcome(record)));
    }

    private static ModelIdentity model(JsonNode model) {
        return new ModelIdentity(
                model.required("name").asText(),
                model.required("version").asText(),
                model.required("sha256").asText(),
                model.required("provider").asText());
    }

    private static Outcome outcome(ScoreRecord record) {
        float[] numbers = new float[Outcome.NAMES.size()];
        int next = 0;
        numbers[next++] = number(record.pValue());
        for (Score each : Score.values()) {
            numbers[next++] = number(record, "pValues", each.label());
        }
        for (Score each : Score.values()) {
            numbers[next++] = number(record, "terms", each.field());
        }
        boolean anomalous = record.anomalous();
        return new Outcome(anomalous, Outcome.isNear(anomalous, numbers[0], record.alpha()), numbers);
    }

    private static float number(ScoreRecord record, String part, String name) {
        JsonNode value = record.part(part).orElseThrow(() -> none(part)).required(name);
        if (!value.isNumber()) {
            throw none(name);
        }
        return number(value.floatValue());
    }

    private static float number(double value) {
        float number = (float) value;
        if (!Float.isFinite(number)) {
            throw none(Double.toString(value));
        }
        return number;
    }

    private static IllegalArgumentException none(String what) {
        return new IllegalArgumentException("no finite number: " + what);
    }
}
