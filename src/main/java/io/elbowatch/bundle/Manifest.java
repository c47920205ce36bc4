package io.elbowatch.bundle;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.LatentShape;
import io.elbowatch.core.elbo.PixelForm;
import io.elbowatch.core.elbo.PlaceForm;
import io.elbowatch.core.elbo.PlaceGrid;
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
        LikelihoodEntry likelihood,
        Places places,
        double beta,
        Integer latentSize,
        LatentEntry latent,
        Image image,
        Steps preprocessing,
        Local local,
        Backbone backbone,
        MaskEntry mask,
        List<String> features,
        TilesEntry tiles,
        Map<String, Object> provenance) {
    static final int SCHEMA = 1;
    /** A batch holds many images, on the heap and in native memory. */
    private static final long MAX_IMAGE_BYTES = 64 << 20;

    private static final Set<String> FITS = Set.of("stretch", "crop");
    private static final Set<String> ORIENTATIONS = Set.of("as_stored", "exif");

    /**
     * The graph.
     *
     * @param file its name in the bundle
     * @param sha256 of its bytes, hexadecimal
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Model(String file, String sha256) {}

    /** The features of a feature bundle: {@code dimensions} numbers at each place of the grid. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Places(int height, int width, int dimensions) {}

    /** The shape of the input, [C, H, W]. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Image(int channels, int height, int width) {

        ImageShape toShape(Steps steps) {
            return new ImageShape(channels, height, width, steps.depth());
        }
    }

    /** The side of the windows of {@code local}, in pixels, or in places for a feature bundle. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Local(int box) {}

    /**
     * The steps before the model: orientation as_stored, also if it is missing, or exif; colour L or RGB; resize bilinear;
     * fit stretch or crop; depth 8, also if it is missing, or for L 16.
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Steps(String colour, String resize, String fit, String orientation, Integer depth) {
        public Steps {
            orientation = orientation == null ? "as_stored" : orientation;
            depth = depth == null ? 8 : depth;
        }
    }

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
                preprocessing.depth() == 8 || preprocessing.depth() == 16 && image.channels() == 1,
                "preprocessing.depth",
                "must be 8 or, for the colour L, 16, not " + preprocessing.depth());
        require(
                preprocessing.depth() == 8 || !likelihood.ofLevels(),
                "likelihood.type",
                "must be another for a depth of 16: that of continuous-bernoulli is of 256 levels");
        require(
                (long) image.height() * image.width() * (preprocessing.depth() / 8)
                        <= MAX_IMAGE_BYTES / image.channels(),
                "image",
                "has more than " + MAX_IMAGE_BYTES + " bytes");
        require(
                preprocessing.fit() != null && FITS.contains(preprocessing.fit()),
                "preprocessing.fit",
                "must be one of " + FITS + ", not " + preprocessing.fit());
        require(
                ORIENTATIONS.contains(preprocessing.orientation()),
                "preprocessing.orientation",
                "must be one of " + ORIENTATIONS + ", not " + preprocessing.orientation());
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
        if (tiles != null) {
            tiles.check(image, places == null ? local.box() - 1 : 0);
        }
        ElboForm form =
                form(tile(image, tiles).toShape(preprocessing), places, latent, likelihood, beta, local, features);
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
                ? Tiling.none(image.toShape(preprocessing))
                : new Tiling(image.toShape(preprocessing), tile(image, tiles).toShape(preprocessing), tiles.overlap());
    }

    /** The shape of the graph's input. */
    private static Image tile(Image image, TilesEntry tiles) {
        return tiles == null ? image : new Image(image.channels(), tiles.height(), tiles.width());
    }

    /** The preprocessing for the image decoder. */
    public Preprocessing toPreprocessing() {
        return new Preprocessing(
                image.toShape(preprocessing),
                Labelled.of(Preprocessing.Fit.class, preprocessing.fit()),
                Labelled.of(Preprocessing.Orientation.class, preprocessing.orientation()));
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
        return form(tile(image, tiles).toShape(preprocessing), places, latent, likelihood, beta, local, features);
    }

    private static ElboForm form(
            ImageShape image,
            Places places,
            LatentEntry latent,
            LikelihoodEntry likelihood,
            double beta,
            Local local,
            List<String> features) {
        if (places != null) {
            return new PlaceForm(
                    image,
                    new PlaceGrid(places.dimensions(), places.height(), places.width()),
                    latent.atPlaces(places),
                    beta,
                    local.box(),
                    features);
        }
        require(latent.isGaussian(), "latent.type", "must be gaussian for the likelihood " + likelihood.type());
        return new PixelForm(image, latent.toShape(), likelihood.toLikelihood(), beta, local.box(), features);
    }

    static void require(boolean holds, String field, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(field + " " + problem);
        }
    }
}
