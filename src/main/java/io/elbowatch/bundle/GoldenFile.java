package io.elbowatch.bundle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.elbo.PreciseTerms;
import io.elbowatch.core.elbo.Term;
import io.elbowatch.core.parity.GoldenImage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The content of {@code golden.json}, schema 1: generated images with the terms and features that training computed for
 * them.
 *
 * @param schema 1
 * @param tolerance of a term: relative, or in nats for terms below one nat
 * @param rounding how far single precision was off when the model was adopted, relatively; 0 if the file does not say
 * @param images at least one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record GoldenFile(int schema, double tolerance, Double rounding, List<Image> images) {

    /**
     * One image.
     *
     * @param name says what it shows
     * @param pixels [C, H, W], base64 in the file
     * @param terms expected, by their names in the graph
     * @param features expected, [F]
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Image(String name, byte[] pixels, Map<String, Double> terms, double[] features) {
        Image {
            if (pixels == null || terms == null || features == null) {
                throw new IllegalArgumentException("image '" + name + "' lacks pixels, terms or features");
            }
            try {
                toTerms(terms, features);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("image '" + name + "': " + e.getMessage(), e);
            }
        }

        private GoldenImage toGoldenImage() {
            return new GoldenImage(String.valueOf(name), pixels, toTerms(terms, features));
        }

        /** Ignores unknown terms, which another version has written. */
        private static PreciseTerms toTerms(Map<String, Double> labelled, double[] features) {
            Map<Term, double[]> terms = new EnumMap<>(Term.class);
            labelled.forEach((label, value) -> {
                if (value != null) {
                    Labelled.find(Term.class, label).ifPresent(term -> terms.put(term, new double[] {value}));
                }
            });
            terms.put(Term.FEATURES, features);
            return new PreciseTerms(terms);
        }
    }

    GoldenFile {
        if (schema != 1) {
            throw new IllegalArgumentException("schema must be 1, not " + schema);
        }
        if (!(tolerance > 0 && tolerance <= 1e-3)) {
            throw new IllegalArgumentException("tolerance must be above 0 and at most 0.001, not " + tolerance);
        }
        rounding = rounding == null ? 0 : rounding;
        if (!(rounding >= 0 && rounding <= tolerance)) {
            throw new IllegalArgumentException("rounding must be 0 to the tolerance, not " + rounding);
        }
        if (images == null || images.isEmpty()) {
            throw new IllegalArgumentException("there are no images");
        }
        images = List.copyOf(images);
    }

    List<GoldenImage> goldenImages() {
        return images.stream().map(Image::toGoldenImage).toList();
    }
}
