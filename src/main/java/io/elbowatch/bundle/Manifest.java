package io.elbowatch.bundle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.LatentShape;
import io.elbowatch.core.elbo.Likelihood.Bernoulli;
import io.elbowatch.core.elbo.Likelihood.ContinuousBernoulli;
import io.elbowatch.core.elbo.Likelihood.Gaussian;
import io.elbowatch.core.elbo.PixelForm;
import io.elbowatch.core.elbo.PlaceForm;
import io.elbowatch.core.elbo.PlaceGrid;
import io.elbowatch.core.elbo.PlaceLatent;
import io.elbowatch.core.elbo.Tiling;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.image.Preprocessing;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The content of {@code manifest.json}, schema 1: what the model of a bundle is and how to run it. A pixel bundle
 * explains the pixels of an image; a feature bundle, which has {@code places}, the features of a pretrained network.
 *
 * @param schema 1
 * @param name of the bundle
 * @param version of the bundle
 * @param model the graph's file and hash
 * @param likelihood p(x|z) that the VAE was trained with, or places
 * @param places the grid of a feature bundle; null for a pixel bundle
 * @param beta weight of the KL term, positive
 * @param latentSize dimensions of a Gaussian z, D·h·w; null for a categorical one
 * @param latent z; the term {@code local} has a value for each of its places
 * @param image shape of the input
 * @param preprocessing turns an image into the input
 * @param local the windows of the term {@code local}
 * @param backbone the network of a feature bundle; null for a pixel bundle
 * @param mask the pixels that count; null if all do
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
        Places places,
        double beta,
        Integer latentSize,
        Latent latent,
        Image image,
        Steps preprocessing,
        Local local,
        Backbone backbone,
        MaskEntry mask,
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
     * @param type bernoulli, continuous-bernoulli or gaussian; places for a feature bundle, whose graph has p(f|z)
     * @param sigma of a gaussian: standard deviation of a pixel, where pixels are 0 to 1; null for the others
     * @param mean of a gaussian: maps the graph's logits to the mean, sigmoid (the default) or identity
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Likelihood(String type, Double sigma, String mean) {
        private static final String SIGMOID = "sigmoid";
        private static final String PLACES = "places";
        private static final Set<String> TYPES = Set.of("bernoulli", "continuous-bernoulli", "gaussian", PLACES);

        io.elbowatch.core.elbo.Likelihood toLikelihood() {
            return switch (type) {
                case "bernoulli" -> new Bernoulli();
                case "continuous-bernoulli" -> new ContinuousBernoulli();
                default -> new Gaussian(sigma, Labelled.of(Gaussian.Link.class, link()));
            };
        }

        private boolean ofPlaces() {
            return PLACES.equals(type);
        }

        private String link() {
            return mean == null ? SIGMOID : mean;
        }

        private void check() {
            boolean gaussian = "gaussian".equals(type);
            require(
                    type != null && TYPES.contains(type),
                    "likelihood.type",
                    "must be bernoulli, continuous-bernoulli, gaussian or places");
            require(
                    gaussian ? sigma != null && sigma > 0 && Double.isFinite(sigma) : sigma == null,
                    "likelihood.sigma",
                    "must be positive for a gaussian, and absent for the others");
            require(
                    SIGMOID.equals(link()) || (gaussian && "identity".equals(mean)),
                    "likelihood.mean",
                    "must be sigmoid or, for a gaussian, identity, not " + mean);
            require(!ofPlaces() || mean == null, "likelihood.mean", "must be absent for places");
        }
    }

    /** The features of a feature bundle: {@code dimensions} numbers at each place of the grid. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Places(int height, int width, int dimensions) {}

    /**
     * The latent.
     *
     * @param type gaussian, the default, or, for a feature bundle, categorical
     * @param channels of a Gaussian latent of the shape [D, h, w], which is [D, 1, 1] for a latent without places
     * @param height of a Gaussian latent
     * @param width of a Gaussian latent
     * @param codes of a categorical latent: the number of values of z at each place
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Latent(String type, Integer channels, Integer height, Integer width, Integer codes) {
        private static final String GAUSSIAN = "gaussian";
        private static final Set<String> TYPES = Set.of(GAUSSIAN, "categorical");

        public Latent {
            type = type == null ? GAUSSIAN : type;
            require(TYPES.contains(type), "latent.type", "must be gaussian or categorical, not " + type);
            boolean shaped = channels != null && height != null && width != null;
            boolean shapeless = channels == null && height == null && width == null;
            if (GAUSSIAN.equals(type)) {
                require(shaped, "latent", "must have channels, height and width");
                require(codes == null, "latent.codes", "must be absent for a gaussian latent");
            } else {
                require(codes != null && codes > 0, "latent.codes", "must be positive for a categorical latent");
                require(shapeless, "latent", "must have codes alone if it is categorical");
            }
        }

        private boolean isGaussian() {
            return GAUSSIAN.equals(type);
        }

        private LatentShape toShape() {
            return new LatentShape(channels, height, width);
        }

        private PlaceLatent atPlaces(Places places) {
            if (!isGaussian()) {
                return new PlaceLatent.Categorical(codes);
            }
            require(
                    height == places.height() && width == places.width(),
                    "latent",
                    "must have the height and width of places, " + places.height() + " and " + places.width());
            return new PlaceLatent.Gaussian(channels);
        }
    }

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

    /** The side of the windows of {@code local}, in pixels, or in places for a feature bundle. */
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
        require(latent != null, "latent", "is missing: channels, height and width, or its type and codes");
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
        require(
                likelihood.ofPlaces() == (places != null),
                "places",
                "must be there for the likelihood places, and absent for the others");
        require(
                (places != null) == (backbone != null),
                "backbone",
                "must be there for the likelihood places, and absent for the others");
        require(mask == null || tiles == null, "mask", "must be absent where there are tiles");
        if (mask != null) {
            mask.checkChannels(image.channels());
        }
        // Rejects impossible shapes and shapes that do not fit each other.
        checkTiles(image, tiles, places == null ? local.box() - 1 : 0);
        ElboForm form = form(tile(image, tiles), places, latent, likelihood, beta, local, features);
        Optional<Integer> size = form.gaussianLatent().map(LatentShape::size);
        require(
                size.equals(Optional.ofNullable(latentSize)),
                "latentSize",
                size.map(expected -> "must be that of latent, " + expected + ", not " + latentSize)
                        .orElse("must be absent for a categorical latent"));
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

    /** @param least overlap: that of windows of pixels, each of which lies in a tile then */
    private static void checkTiles(Image image, Tiles tiles, int least) {
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
        int most = Math.min(tiles.height(), tiles.width()) - 1;
        require(
                tiles.overlap() >= least && tiles.overlap() <= most,
                "tiles.overlap",
                "must be " + least + " to " + most + " pixels, not " + tiles.overlap());
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

    /** The dimensions of z, or the number of its values. */
    public String latentInWords() {
        return latent.isGaussian()
                ? latentSize.toString()
                : latent.codes() + " codes at each of " + places.height() + "x" + places.width() + " places";
    }

    /** The constants that the terms depend on, without the mask; {@link BundledModel#form} has it, too. */
    public ElboForm toForm() {
        return form(tile(image, tiles), places, latent, likelihood, beta, local, features);
    }

    private static ElboForm form(
            Image image,
            Places places,
            Latent latent,
            Likelihood likelihood,
            double beta,
            Local local,
            List<String> features) {
        if (places != null) {
            return new PlaceForm(
                    image.toShape(),
                    new PlaceGrid(places.dimensions(), places.height(), places.width()),
                    latent.atPlaces(places),
                    beta,
                    local.box(),
                    features);
        }
        require(latent.isGaussian(), "latent.type", "must be gaussian for the likelihood " + likelihood.type());
        return new PixelForm(image.toShape(), latent.toShape(), likelihood.toLikelihood(), beta, local.box(), features);
    }

    static void require(boolean holds, String field, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(field + " " + problem);
        }
    }
}
