package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * What was decided on one image, read from a record of the scores or the anomalies topic.
 *
 * @param source the key of the image as text; empty for none
 * @param bundle that decided; empty in records of versions before routes
 * @param version of its model
 * @param sha256 of its graph
 * @param group of calibration images that it was compared with; empty for all of them
 */
public record DecidedImage(
        OutputOrigin image,
        long timestampMillis,
        String source,
        boolean anomalous,
        String score,
        double pValue,
        double alpha,
        String bundle,
        String version,
        String sha256,
        String group) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param value of the record, or null @return empty for a value that is no score of this program */
    public static Optional<DecidedImage> of(byte[] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(read(JSON.readTree(value)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // whoever wrote it was no program of this kind
        }
    }

    /** Whether a record can be of an image: a cheap test, before the JSON is read. @param value may be null */
    public static boolean mentions(byte[] value, OutputOrigin image) {
        if (value == null) {
            return false;
        }
        return new String(value, ISO_8859_1).contains(Long.toString(image.offset())); // every byte is a character
    }

    private static DecidedImage read(JsonNode score) {
        JsonNode image = score.required("image");
        JsonNode verdict = score.required("verdict");
        double pValue = verdict.required("pValue").asDouble(Double.NaN);
        if (!(pValue >= 0 && pValue <= 1)) {
            throw new IllegalArgumentException("no p-value");
        }
        return new DecidedImage(
                new OutputOrigin(
                        image.required("topic").asText(),
                        image.required("partition").asInt(),
                        image.required("offset").asLong()),
                image.required("timestamp").asLong(),
                image.path("source").asText(),
                verdict.required("anomalous").asBoolean(),
                verdict.required("score").asText(),
                pValue,
                verdict.required("alpha").asDouble(),
                score.path("bundle").asText(),
                score.path("model").path("version").asText(),
                score.path("model").path("sha256").asText(),
                verdict.path("calibration").path("group").asText());
    }
}
