package io.elbowatch.stream.wire;

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
    /** @param value of a score or an anomaly @return empty for a value that is neither */
    public static Optional<ScoredFacts> of(byte[] value) {
        return ScoreRecord.read(
                value,
                record -> new ScoredFacts(
                        record.timestampMillis(),
                        record.source(),
                        new LabelledVerdict(
                                record.anomalous(),
                                record.pValue(),
                                record.alpha(),
                                record.score(),
                                record.bundle()
                                        .orElseGet(() ->
                                                record.model().required("name").asText()),
                                record.model().required("version").asText())));
    }

    /** A label with these facts. */
    public LabelRecord in(LabelRecord label) {
        return label.with(OptionalLong.of(timestampMillis), source, Optional.of(verdict));
    }
}
