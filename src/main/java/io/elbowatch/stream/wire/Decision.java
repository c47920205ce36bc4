package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.quality.Choice;
import io.elbowatch.core.quality.ReviewChoice;
import java.util.Optional;

/**
 * What was decided on an image: the part that a record of the topics scores, anomalies and review have in common.
 *
 * @param image its coordinates
 * @param source of the image, "" for none
 * @param timestampMillis of the image
 * @param anomalous whether it was reported
 * @param pValue that decided, in (0, 1]
 * @param alpha the false-alarm rate of the decision
 * @param score the deciding score
 * @param review why it was offered for a label; empty in other topics
 */
public record Decision(
        OutputOrigin image,
        String source,
        long timestampMillis,
        boolean anomalous,
        double pValue,
        double alpha,
        String score,
        Optional<ReviewChoice> review) {
    public Decision {
        if (!(pValue > 0 && pValue <= 1) || !(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("p " + pValue + " at alpha " + alpha);
        }
    }

    /** The same; an image of the future is one of now. Otherwise it would be the newest one for as long as that lasts. */
    public Decision notAfter(long nowMillis) {
        return timestampMillis <= nowMillis
                ? this
                : new Decision(image, source, nowMillis, anomalous, pValue, alpha, score, review);
    }

    /** @param value of the record, or null @return empty for a value that is none of this program's */
    public static Optional<Decision> of(byte[] value) {
        return ScoreRecord.read(
                value,
                record -> new Decision(
                        record.image(),
                        record.source().orElse(""),
                        record.timestampMillis(),
                        record.anomalous(),
                        record.pValue(),
                        record.alpha(),
                        record.score(),
                        record.part("review").map(Decision::choice)));
    }

    private static ReviewChoice choice(JsonNode review) {
        return new ReviewChoice(
                Labelled.of(Choice.class, review.required("why").asText()),
                review.required("rate").asDouble());
    }
}
