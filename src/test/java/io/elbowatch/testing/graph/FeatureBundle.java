package io.elbowatch.testing.graph;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.core.Sha256;
import io.elbowatch.core.parity.RandomImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the bundle of a {@link TinyPlaces}: manifest, graph and golden images; it is not calibrated. */
public final class FeatureBundle {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FeatureBundle() {}

    /** Writes it into a folder, which is returned. */
    public static Path write(TinyPlaces model, Path folder) throws IOException {
        byte[] graph = model.graph();
        Files.write(folder.resolve("model.onnx"), graph);
        JSON.writeValue(folder.resolve("manifest.json").toFile(), manifest(model, Sha256.hex(graph)));
        JSON.writeValue(
                folder.resolve("golden.json").toFile(),
                Map.of("schema", 1, "tolerance", 1e-3, "images", goldenImages(model)));
        return folder;
    }

    /** The manifest as a tree that a test may change. */
    public static Map<String, Object> manifest(TinyPlaces model, String sha256) {
        boolean grey = model.shape().channels() == 1;
        boolean categorical = model.codes() > 0;
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schema", 1);
        manifest.put("name", "tiny");
        manifest.put("version", "1.0.0");
        manifest.put("model", Map.of("file", "model.onnx", "sha256", sha256));
        manifest.put("likelihood", Map.of("type", "places"));
        manifest.put(
                "places",
                Map.of("height", model.rows(), "width", model.columns(), "dimensions", TinyPlaces.DIMENSIONS));
        manifest.put(
                "latent",
                categorical
                        ? Map.of("type", "categorical", "codes", model.codes())
                        : Map.of(
                                "type",
                                "gaussian",
                                "channels",
                                TinyPlaces.LATENTS,
                                "height",
                                model.rows(),
                                "width",
                                model.columns()));
        if (!categorical) {
            manifest.put("latentSize", TinyPlaces.LATENTS * model.rows() * model.columns());
        }
        manifest.put("beta", TinyPlaces.BETA);
        manifest.put("local", Map.of("box", TinyPlaces.BOX));
        manifest.put(
                "backbone",
                Map.of(
                        "file",
                        "convolution.onnx",
                        "sha256",
                        "0".repeat(64),
                        "taps",
                        List.of("convolution"),
                        "mean",
                        List.of(0, 0, 0),
                        "deviation",
                        List.of(255, 255, 255),
                        "order",
                        "RGB"));
        manifest.put(
                "image",
                Map.of(
                        "channels",
                        model.shape().channels(),
                        "height",
                        model.shape().height(),
                        "width",
                        model.shape().width()));
        manifest.put("preprocessing", Map.of("colour", grey ? "L" : "RGB", "resize", "bilinear", "fit", "stretch"));
        manifest.put("features", TinyPlaces.FEATURES);
        manifest.put("provenance", Map.of("seed", model.seed()));
        return manifest;
    }

    private static List<Map<String, Object>> goldenImages(TinyPlaces model) {
        RandomImages random = new RandomImages(model.shape(), 7, 8);
        List<Map<String, Object>> images = new ArrayList<>();
        for (int i = 0; i < random.count(); i++) {
            TinyTerms terms = TinyTerms.of(model, random.pixels(i));
            images.add(Map.of(
                    "name",
                    random.name(i),
                    "pixels",
                    random.pixels(i),
                    "terms",
                    Map.of(
                            "reconstruction_nll",
                            terms.nll(),
                            "floor",
                            terms.floor(),
                            "kl",
                            terms.kl(),
                            "local",
                            terms.local()),
                    "features",
                    terms.features()));
        }
        return images;
    }
}
