package io.elbowatch.onnx;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Preprocessing;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a bundle says of itself ({@code manifest.json}, schema 1).
 *
 * @param schema 1
 * @param name of the bundle
 * @param version of the bundle
 * @param model the graph's file and hash
 * @param likelihood p(x|z) that the VAE was trained with
 * @param beta weight of the KL term, positive
 * @param latentSize dimensions of z, D
 * @param image shape of the input
 * @param preprocessing how an image becomes the input
 * @param provenance data, seed, epochs and tools of the training: for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
        int schema,
        String name,
        String version,
        Model model,
        Likelihood likelihood,
        double beta,
        int latentSize,
        Image image,
        Steps preprocessing,
        Map<String, Object> provenance) {
    static final int SCHEMA = 1;
    private static final Set<String> FITS = Set.of("stretch", "crop");

    /**
     * The graph.
     *
     * @param file its name inside the bundle
     * @param sha256 of its bytes, hexadecimal
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Model(String file, String sha256) {}

    /** The likelihood's family: bernoulli or gaussian. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Likelihood(String type) {}

    /** The input's shape, [C, H, W]. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Image(int channels, int height, int width) {}

    /** The steps before the model: colour L or RGB, resize bilinear, fit stretch or crop. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Steps(String colour, String resize, String fit) {}

    public Manifest {
        require(schema == SCHEMA, "schema", "must be " + SCHEMA + ", not " + schema);
        require(name != null && !name.isBlank(), "name", "is missing");
        require(version != null && !version.isBlank(), "version", "is missing");
        require(
                model != null
                        && model.file() != null
                        && model.file().matches("[A-Za-z0-9._-]+")
                        && model.sha256() != null,
                "model",
                "must have file (a plain name) and sha256");
        require(
                likelihood != null && ("bernoulli".equals(likelihood.type()) || "gaussian".equals(likelihood.type())),
                "likelihood.type",
                "must be bernoulli or gaussian");
        require(beta > 0 && Double.isFinite(beta), "beta", "must be positive, not " + beta);
        require(latentSize > 0, "latentSize", "must be positive, not " + latentSize);
        require(image != null, "image", "is missing");
        require(preprocessing != null, "preprocessing", "is missing");
        require("bilinear".equals(preprocessing.resize()), "preprocessing.resize", "must be bilinear");
        require(
                ("L".equals(preprocessing.colour()) && image.channels() == 1)
                        || ("RGB".equals(preprocessing.colour()) && image.channels() == 3),
                "preprocessing.colour",
                "must be L for one channel or RGB for three");
        require(
                preprocessing.fit() != null && FITS.contains(preprocessing.fit()),
                "preprocessing.fit",
                "must be one of " + FITS + ", not " + preprocessing.fit());
        new ImageShape(image.channels(), image.height(), image.width()); // refuses impossible sizes
        provenance = provenance == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** The preprocessing as the decoder takes it. */
    public Preprocessing toPreprocessing() {
        return new Preprocessing(
                new ImageShape(image.channels(), image.height(), image.width()),
                Preprocessing.Fit.valueOf(preprocessing.fit().toUpperCase(Locale.ROOT)));
    }

    private static void require(boolean holds, String field, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(field + " " + problem);
        }
    }
}
