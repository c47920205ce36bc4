package io.elbowatch.onnx;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.elbowatch.core.elbo.ElboTerms;
import java.util.List;

/**
 * Generated images with the terms that training computed for them ({@code golden.json}, schema 1).
 *
 * @param schema 1
 * @param tolerance relative, and in nats below one nat
 * @param images at least one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record GoldenFile(int schema, double tolerance, List<Image> images) {

    /**
     * One image.
     *
     * @param name what it shows
     * @param pixels [C, H, W], base64 in the file
     * @param terms as expected
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Image(String name, byte[] pixels, Terms terms) {
        Image {
            if (pixels == null || terms == null) {
                throw new IllegalArgumentException("image '" + name + "' lacks pixels or terms");
            }
        }
    }

    /** The expected terms, named as in the graph. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Terms(
            @JsonProperty(value = "reconstruction_nll", required = true)
            float reconstructionNll,

            @JsonProperty(required = true) float floor,
            @JsonProperty(required = true) float kl,
            @JsonProperty(required = true) float local,
            @JsonProperty(required = true) float contrast) {

        ElboTerms toTerms() {
            return new ElboTerms(reconstructionNll, floor, kl, local, contrast);
        }
    }

    GoldenFile {
        if (schema != 1) {
            throw new IllegalArgumentException("schema must be 1, not " + schema);
        }
        if (!(tolerance > 0 && tolerance <= 1e-3)) {
            throw new IllegalArgumentException("tolerance must lie above 0 and at most at 0.001, not " + tolerance);
        }
        if (images == null || images.isEmpty()) {
            throw new IllegalArgumentException("there are no images");
        }
        images = List.copyOf(images);
    }
}
