package io.elbowatch.stream.wire;

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
    /** @param value of the record, or null @return empty for a value that is no score of this program */
    public static Optional<DecidedImage> of(byte[] value) {
        return ScoreRecord.read(value, DecidedImage::read);
    }

    /** Whether a record can be of an image: a cheap test, before the JSON is read. @param value may be null */
    public static boolean mentions(byte[] value, OutputOrigin image) {
        if (value == null) {
            return false;
        }
        return new String(value, ISO_8859_1).contains(Long.toString(image.offset())); // every byte is a character
    }

    private static DecidedImage read(ScoreRecord record) {
        double pValue = record.pValue();
        if (!(pValue >= 0 && pValue <= 1)) {
            throw new IllegalArgumentException("no p-value");
        }
        return new DecidedImage(
                record.image(),
                record.timestampMillis(),
                record.source().orElse(""),
                record.anomalous(),
                record.score(),
                pValue,
                record.alpha(),
                record.bundle().orElse(""),
                record.part("model")
                        .map(model -> model.path("version").asText())
                        .orElse(""),
                record.part("model").map(model -> model.path("sha256").asText()).orElse(""),
                record.group());
    }
}
