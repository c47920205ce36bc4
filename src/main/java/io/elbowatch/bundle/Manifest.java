package io.elbowatch.bundle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.LatentShape;
import io.elbowatch.core.elbo.Likelihood.Bernoulli;
import io.elbowatch.core.elbo.Likelihood.ContinuousBernoulli;
import io.elbowatch.core.elbo.Likelihood.Gaussian;
import io.elbowatch.core.elbo.Tiling;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Preprocessing;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The content of {@code manifest.json}, schema 1: what the model of a bundle is and how to run it.
 *
 * @param schema 1
 * @param name of the bundle
 * @param version of the bundle
 * @param model the graph's file and hash
 * @param likelihood p(x|z) that the VAE was trained with
 * @param beta weight of the KL term, positive
 * @param latentSize dimensions of z, D·h·w
 * @param latent shape of z; the term {@code local} has a value for each of its places
 * @param image shape of the input
 * @param preprocessing turns an image into the input
 * @param local the windows of the term {@code local}
 * @param features their names, in the order of the graph's output
 * @param tiles the tiles that the graph takes of the image; null if it takes the whole image
 * @param provenance data, seed, epochs and tools of the training; only for readers
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
        Latent latent,
        Image image,
        Steps preprocessing,
        Local local,
        List<String> features,
        Tiles tiles,
        Map<String, Object> provenance) {
    static final int SCHEMA = 1;
    /** A batch holds many images, on the heap and in native memory. */
    private static final long MAX_IMAGE_BYTES = 64 << 20;

    private static final Set<String> FITS = Set.of("stretch", "crop");

    /**
     * The graph.
     *
     * @param file its name in the bundle
     * @param sha256 of its bytes, hexadecimal
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Model(String file, String sha256) {}

    /**
     * p(x|z).
     *
     * @param type bernoulli, continuous-bernoulli or gaussian
     * @param sigma of a gaussian: standard deviation of a pixel, where pixels are 0 to 1; null for the others
     * @param mean of a gaussian: maps the graph's logits to the mean, sigmoid (the default) or identity
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Likelihood(String type, Double sigma, String mean) {
        private static final String SIGMOID = "sigmoid";
        private static final Set<String> TYPES = Set.of("bernoulli", "continuous-bernoulli", "gaussian");

        io.elbowatch.core.elbo.Likelihood toLikelihood() {
            return switch (type) {
                case "bernoulli" -> new Bernoulli();
                case "continuous-bernoulli" -> new ContinuousBernoulli();
                default -> new Gaussian(sigma, Labelled.of(Gaussian.Link.class, link()));
            };
        }

        private String link() {
            return mean == null ? SIGMOID : mean;
        }

        private void check() {
            boolean gaussian = "gaussian".equals(type);
            require(
                    type != null && TYPES.contains(type),
                    "likelihood.type",
                    "must be bernoulli, continuous-bernoulli or gaussian");
            require(
                    gaussian ? sigma != null && sigma > 0 && Double.isFinite(sigma) : sigma == null,
                    "likelihood.sigma",
                    "must be positive for a gaussian, and absent for the others");
            require(
                    SIGMOID.equals(link()) || (gaussian && "identity".equals(mean)),
                    "likelihood.mean",
                    "must be sigmoid or, for a gaussian, identity, not " + mean);
        }
    }

    /** The shape of the latent, [D, h, w]; [D, 1, 1] for a latent without places. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Latent(int channels, int height, int width) {}

    /** The shape of the input, [C, H, W]. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Image(int channels, int height, int width) {

        ImageShape toShape() {
            return new ImageShape(channels, height, width);
        }
    }

    /**
     * The tiles into which an image is cut. The graph takes tiles.
     *
     * @param overlap the pixels that neighbours have in common, at least
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Tiles(int height, int width, int overlap) {}

    /** The side of the windows of {@code local}, in pixels. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Local(int box) {}

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
        require(likelihood != null, "likelihood", "is missing");
        likelihood.check();
        require(beta > 0 && Double.isFinite(beta), "beta", "must be positive, not " + beta);
        require(latent != null, "latent", "is missing: channels, height and width");
        require(image != null, "image", "is missing");
        require(local != null, "local", "is missing: its box");
        require(preprocessing != null, "preprocessing", "is missing");
        require("bilinear".equals(preprocessing.resize()), "preprocessing.resize", "must be bilinear");
        require(
                ("L".equals(preprocessing.colour()) && image.channels() == 1)
                        || ("RGB".equals(preprocessing.colour()) && image.channels() == 3),
                "preprocessing.colour",
                "must be L for one channel or RGB for three");
        require(
                (long) image.height() * image.width() <= MAX_IMAGE_BYTES / image.channels(),
                "image",
                "has more than " + MAX_IMAGE_BYTES + " bytes");
        require(
                preprocessing.fit() != null && FITS.contains(preprocessing.fit()),
                "preprocessing.fit",
                "must be one of " + FITS + ", not " + preprocessing.fit());
        require(features != null && !features.isEmpty(), "features", "are missing: their names, in the graph's order");
        require(
                features.stream().noneMatch(feature -> feature == null || feature.isBlank())
                        && Set.copyOf(features).size() == features.size(),
                "features",
                "must be names, each once");
        features = List.copyOf(features);
        checkTiles(image, tiles, local);
        ElboForm form = form(
                tile(image, tiles),
                latent,
                likelihood,
                beta,
                local,
                features); // rejects impossible shapes and shapes that do not fit each other
        require(
                latentSize == form.latent().size(),
                "latentSize",
                "must be that of latent, " + form.latent().size() + ", not " + latentSize);
        provenance = provenance == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** How an image is cut into tiles. */
    public Tiling toTiling() {
        return tiles == null
                ? Tiling.none(image.toShape())
                : new Tiling(image.toShape(), tile(image, tiles).toShape(), tiles.overlap());
    }

    /** The shape of the graph's input. */
    private static Image tile(Image image, Tiles tiles) {
        return tiles == null ? image : new Image(image.channels(), tiles.height(), tiles.width());
    }

    /** Every window of pixels lies in a tile, as if the graph took the whole image. */
    private static void checkTiles(Image image, Tiles tiles, Local local) {
        if (tiles == null) {
            return;
        }
        require(
                tiles.height() >= 1
                        && tiles.width() >= 1
                        && tiles.height() <= image.height()
                        && tiles.width() <= image.width(),
                "tiles",
                "must be at least 1x1 and at most as large as the image, not " + tiles.height() + "x" + tiles.width());
        int least = local.box() - 1;
        int most = Math.min(tiles.height(), tiles.width()) - 1;
        require(
                tiles.overlap() >= least && tiles.overlap() <= most,
                "tiles.overlap",
                "must be " + least + " (local.box − 1) to " + most + " pixels, not " + tiles.overlap());
    }

    /** The preprocessing for the image decoder. */
    public Preprocessing toPreprocessing() {
        return new Preprocessing(image.toShape(), Labelled.of(Preprocessing.Fit.class, preprocessing.fit()));
    }

    /** The script that writes the graph again, if it does not compute what it should. */
    public String remedy() {
        return provenance.containsKey("adopted")
                ? "adopt the model again with model/adopt.py, which measures how far it depends on rounding"
                : "export it again with model/export.py";
    }

    /** The constants that the terms depend on. */
    public ElboForm toForm() {
        return form(tile(image, tiles), latent, likelihood, beta, local, features);
    }

    private static ElboForm form(
            Image image, Latent latent, Likelihood likelihood, double beta, Local local, List<String> features) {
        return new ElboForm(
                image.toShape(),
                new LatentShape(latent.channels(), latent.height(), latent.width()),
                likelihood.toLikelihood(),
                beta,
                local.box(),
                features);
    }

    private static void require(boolean holds, String field, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(field + " " + problem);
        }
    }
}
