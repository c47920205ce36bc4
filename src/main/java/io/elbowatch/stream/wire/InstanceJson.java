package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.shadow.ShadowTally;
import io.elbowatch.stream.wire.InstanceState.BundleState;
import io.elbowatch.stream.wire.InstanceState.RefusedOffset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The states of instances as JSON, schema 1 (docs/schema/instance.schema.json). */
public final class InstanceJson {
    private static final int SCHEMA = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private InstanceJson() {}

    /** The value of a record. */
    public static byte[] write(InstanceState state) {
        try {
            return JSON.writeValueAsBytes(json(state));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private static ObjectNode json(InstanceState state) {
        ObjectNode json = JSON.createObjectNode()
                .put("schema", SCHEMA)
                .put("instance", state.instance())
                .put("application", state.application())
                .put("host", state.host())
                .put("at", state.atMillis());
        state.settingsOffset()
                .ifPresentOrElse(offset -> json.put("settingsOffset", offset), () -> json.putNull("settingsOffset"));
        state.planOffset().ifPresentOrElse(offset -> json.put("planOffset", offset), () -> json.putNull("planOffset"));
        state.loading().ifPresentOrElse(offset -> json.put("loading", offset), () -> json.putNull("loading"));
        state.refused()
                .ifPresentOrElse(refused -> refused(json.putObject("refused"), refused), () -> json.putNull("refused"));
        ArrayNode bundles = json.putArray("bundles");
        for (BundleState bundle : state.bundles()) {
            ArrayNode routes = bundles.addObject()
                    .put("bundle", bundle.bundle())
                    .put("name", bundle.name())
                    .put("version", bundle.version())
                    .put("sha256", bundle.sha256())
                    .put("provider", bundle.provider())
                    .put("state", bundle.open() ? "open" : "closed")
                    .putArray("routes");
            bundle.routes().forEach(routes::add);
        }
        ArrayNode shadows = json.putArray("shadows");
        state.shadows().stream().map(ShadowTallyJson::write).forEach(shadows::add);
        return json;
    }

    private static void refused(ObjectNode json, RefusedOffset refused) {
        ArrayNode details = json.put("offset", refused.offset())
                .put("reason", refused.reason())
                .putArray("details");
        refused.details().forEach(details::add);
    }

    /** Many states as one JSON list. */
    public static String write(List<InstanceState> states) {
        ArrayNode all = JSON.createArrayNode();
        states.stream().map(InstanceJson::json).forEach(all::add);
        return all.toPrettyString();
    }

    /** Reads the value of a record; empty where it is no state, as those of later versions may be. */
    public static Optional<InstanceState> read(byte[] value) {
        try {
            JsonNode json = JSON.readTree(value);
            return json.path("schema").asInt() == SCHEMA ? Optional.of(state(json)) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static InstanceState state(JsonNode json) {
        List<BundleState> bundles = new ArrayList<>();
        for (JsonNode bundle : json.path("bundles")) {
            bundles.add(new BundleState(
                    bundle.path("bundle").asText(),
                    bundle.path("name").asText(),
                    bundle.path("version").asText(),
                    bundle.path("sha256").asText(),
                    bundle.path("provider").asText(),
                    bundle.path("state").asText().equals("open"),
                    texts(bundle.path("routes"))));
        }
        List<ShadowTally> shadows = new ArrayList<>();
        json.path("shadows").forEach(tally -> shadows.add(ShadowTallyJson.read(tally)));
        JsonNode refused = json.path("refused");
        return new InstanceState(
                json.path("instance").asText(),
                json.path("application").asText(),
                json.path("host").asText(),
                json.path("at").asLong(),
                offset(json.path("settingsOffset")),
                // Earlier versions do not write it: no record of a plan that they have can be later.
                offset(json.has("planOffset") ? json.path("planOffset") : json.path("settingsOffset")),
                offset(json.path("loading")),
                refused.isObject()
                        ? Optional.of(new RefusedOffset(
                                refused.path("offset").asLong(),
                                refused.path("reason").asText(),
                                texts(refused.path("details"))))
                        : Optional.empty(),
                bundles,
                shadows);
    }

    private static OptionalLong offset(JsonNode json) {
        return json.isNumber() ? OptionalLong.of(json.longValue()) : OptionalLong.empty();
    }

    private static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        json.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
