package io.elbowatch.stream.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.shadow.ComparedBundle;
import io.elbowatch.core.shadow.ShadowTally;
import java.util.Collection;

/** What the page shows of the instances, their bundles and the comparisons with shadows. */
final class BundlesJson {
    private static final int LISTED_SOURCES = 5;

    private BundlesJson() {}

    /** @param flips the images of those that the journal has */
    static ObjectNode of(Bundles bundles, Collection<String> flips, long nowMillis) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode instances = json.putArray("instances");
        bundles.states().forEach((name, state) -> {
            ObjectNode instance = instances
                    .addObject()
                    .put("name", name)
                    .put("host", state.path("host").asText())
                    .put("gone", Bundles.isGone(state, nowMillis));
            putOffset(instance, "offset", state.path("settingsOffset"));
            putOffset(instance, "loading", state.path("loading"));
            JsonNode refused = state.path("refused");
            if (refused.isObject()) {
                ArrayNode details = instance.putObject("refused")
                        .put("offset", refused.path("offset").asLong())
                        .put("reason", refused.path("reason").asText())
                        .putArray("details");
                refused.path("details").forEach(detail -> details.add(detail.asText()));
            }
        });
        ArrayNode served = json.putArray("bundles");
        for (Bundles.Served one : bundles.served(nowMillis)) {
            ObjectNode bundle = served.addObject()
                    .put("bundle", one.bundle())
                    .put("name", one.name())
                    .put("version", one.version())
                    .put("sha256", one.sha256())
                    .put("instances", one.instances());
            ArrayNode providers = bundle.putArray("providers");
            one.providers().forEach(providers::add);
            ArrayNode routes = bundle.putArray("routes");
            one.routes().forEach(routes::add);
        }
        ArrayNode shadows = json.putArray("shadows");
        bundles.shadows(nowMillis).forEach(tally -> put(shadows.addObject(), tally));
        ArrayNode images = json.putArray("flips");
        flips.stream().sorted().forEach(images::add);
        return json;
    }

    private static void putOffset(ObjectNode json, String name, JsonNode offset) {
        if (offset.isIntegralNumber()) {
            json.put(name, offset.longValue());
        }
    }

    private static void put(ObjectNode json, ShadowTally tally) {
        put(json.putObject("deciding"), tally.pair().deciding());
        put(json.putObject("shadow"), tally.pair().shadow());
        tally.since().ifPresent(offset -> json.put("since", offset));
        json.put("from", tally.fromMillis())
                .put("images", tally.counts().images())
                .put("toAnomalous", tally.counts().toAnomalous())
                .put("toNormal", tally.counts().toNormal())
                .put("reported", tally.counts().reported())
                .put("reportedByShadow", tally.counts().reportedByShadow())
                .put("leftOut", tally.leftOut())
                .put("failed", tally.failed());
        tally.meanShift().ifPresent(shift -> json.put("ratio", Math.pow(10, shift)));
        tally.millisPerImage().ifPresent(millis -> json.put("millis", millis));
        ArrayNode sources = json.putArray("sources");
        tally.sources().stream()
                .filter(one -> one.counts().flips() > 0)
                .limit(LISTED_SOURCES)
                .forEach(one -> sources.addArray()
                        .add(one.source())
                        .add(one.counts().images())
                        .add(one.counts().toAnomalous())
                        .add(one.counts().toNormal()));
    }

    private static void put(ObjectNode json, ComparedBundle side) {
        json.put("bundle", side.bundle()).put("version", side.version()).put("alpha", side.alpha());
    }
}
