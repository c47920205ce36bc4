package io.elbowatch.service;

import io.elbowatch.bundle.Manifest;
import io.elbowatch.core.elbo.Tiling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The facts of a manifest for people. All fields of the provenance are optional. */
final class ModelFacts {
    private static final int HASH_DIGITS = 12;

    private ModelFacts() {}

    /** Facts by label, in the order in which the page shows them. */
    static Map<String, String> of(Manifest manifest) {
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, Object> provenance = manifest.provenance();
        if (provenance.get("data") instanceof List<?> sets) {
            facts.put("Trained on", sets.stream().map(ModelFacts::set).collect(Collectors.joining("; ")));
        }
        put(facts, "Seed", provenance.get("seed"));
        put(facts, "Epochs", provenance.get("epochs"));
        put(facts, "Architecture", provenance.get("architecture"));
        put(facts, "Trained at", provenance.get("trainedAt"));
        facts.put(
                "Image",
                manifest.image().width() + " x " + manifest.image().height() + ", "
                        + (manifest.image().channels() == 1 ? "grey" : "colour")
                        + (manifest.preprocessing().depth() == 8
                                ? ""
                                : " of " + manifest.preprocessing().depth() + " bits"));
        if (manifest.tiles() != null) {
            Tiling tiling = manifest.toTiling();
            facts.put(
                    "Tiles",
                    tiling.places().size() + " of " + manifest.tiles().width() + " x "
                            + manifest.tiles().height());
        }
        facts.put("Likelihood", manifest.likelihood().type() + ", beta " + manifest.beta());
        facts.put("Latent size", manifest.latentInWords());
        if (manifest.backbone() != null) {
            facts.put(
                    "Backbone",
                    manifest.backbone().file() + ", sha256 "
                            + manifest.backbone().sha256().substring(0, HASH_DIGITS));
        }
        facts.put("Graph", "sha256 " + manifest.model().sha256().substring(0, HASH_DIGITS));
        return facts;
    }

    private static String set(Object data) {
        if (!(data instanceof Map<?, ?> set)) {
            return String.valueOf(data);
        }
        StringBuilder text = new StringBuilder(String.valueOf(set.get("name")));
        if (set.get("images") instanceof Number images) {
            text.append(String.format(Locale.ROOT, ", %,d images", images.longValue()));
        }
        if (set.get("sha256") instanceof String hash) {
            text.append(", sha256 ").append(hash, 0, Math.min(HASH_DIGITS, hash.length()));
        }
        return text.toString();
    }

    private static void put(Map<String, String> facts, String label, Object value) {
        if (value != null) {
            facts.put(label, String.valueOf(value));
        }
    }
}
