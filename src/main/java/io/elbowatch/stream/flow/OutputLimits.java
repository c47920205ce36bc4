package io.elbowatch.stream.flow;

import java.util.Objects;

/**
 * The records that the output topics accept.
 *
 * @param maxScoreBytes largest record that all topics of scores accept: scores, anomalies and review
 * @param maxRejectedBytes of the rejected topic
 * @param maxEvidenceBytes of the evidence topic
 * @param timestamps that all of them accept
 */
public record OutputLimits(int maxScoreBytes, int maxRejectedBytes, int maxEvidenceBytes, TimestampWindow timestamps) {
    /** More than a score, an anomaly or an incident takes besides key and headers, with the schema of Connect. */
    public static final int JSON_BYTES = 16 << 10;

    public OutputLimits {
        Objects.requireNonNull(timestamps, "timestamps");
    }

    /** The bytes that are left for key and headers of an image. */
    int keyAndHeaderBytes() {
        return maxScoreBytes - JSON_BYTES;
    }

    /** These limits, and that of the producer. */
    OutputLimits within(int requestBytes) {
        return new OutputLimits(
                Math.min(maxScoreBytes, requestBytes),
                Math.min(maxRejectedBytes, requestBytes),
                Math.min(maxEvidenceBytes, requestBytes),
                timestamps);
    }
}
