package io.elbowatch.stream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.Labelled;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.routes.PlanSpec;
import io.elbowatch.routes.Route;
import io.elbowatch.routes.RouteDraft;
import io.elbowatch.routes.RoutePattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Reads and writes plans as JSON, schema 2 (docs/schema/models.schema.json). Reading finds all that is wrong at once and
 * refuses unknown fields. What it says quotes a few characters of the input at most.
 */
final class PlanJson {
    static final int SCHEMA = 2;
    private static final List<String> FIELDS = List.of("schema", "routes", "bundles", "by", "previous");
    private static final Map<String, Function<String, RoutePattern>> PATTERNS = patterns();
    private static final List<String> BUNDLE_FIELDS = List.of("at", "sha256", "alpha", "decide");
    /** In place of what could not be read, so that only its reader names the mistake. */
    private static final BundleRef UNKNOWN_PLACE = new BundleRef("unknown");

    private final List<String> problems = new ArrayList<>();

    /**
     * What was read.
     *
     * @param plan empty where there are problems
     * @param problems one sentence each
     */
    record Read(Optional<PlanRecord> plan, List<String> problems) {}

    private PlanJson() {}

    private static Map<String, Function<String, RoutePattern>> patterns() {
        Map<String, Function<String, RoutePattern>> byField = new LinkedHashMap<>();
        byField.put("key", RoutePattern.Key::new);
        byField.put("keyGlob", RoutePattern.KeyGlob::new);
        byField.put("keyRegex", RoutePattern.KeyRegex::of);
        byField.put("topic", RoutePattern.Topic::new);
        return byField;
    }

    /** Reads a plan, whatever the JSON. */
    static Read read(JsonNode json) {
        PlanJson reader = new PlanJson();
        Optional<PlanSpec> plan = reader.plan(json, FIELDS);
        Optional<String> by = reader.by(json.path("by"));
        return reader.problems.isEmpty()
                ? new Read(plan.map(spec -> new PlanRecord(spec, by, previous(json.path("previous")))), List.of())
                : new Read(Optional.empty(), List.copyOf(reader.problems));
    }

    /** It has no effect, so what cannot be read is no reason to refuse a plan. */
    private static Optional<PlanSpec> previous(JsonNode json) {
        PlanJson reader = new PlanJson();
        Optional<PlanSpec> plan = json.isObject() ? reader.plan(json, FIELDS) : Optional.empty();
        return reader.problems.isEmpty() ? plan : Optional.empty();
    }

    private Optional<PlanSpec> plan(JsonNode json, List<String> fields) {
        unknownFields("", json, fields);
        List<RouteDraft> routes = new ArrayList<>();
        JsonNode listed = json.path("routes");
        if (!listed.isArray()) {
            problems.add("routes must be a list");
        }
        for (int i = 0; i < listed.size() && listed.isArray(); i++) {
            routes.add(route("route " + (i + 1), listed.get(i)));
        }
        Map<String, BundleRef> bundles = new LinkedHashMap<>();
        JsonNode named = json.path("bundles");
        if (!named.isObject()) {
            problems.add("bundles must be an object with a name for each bundle");
        }
        named.properties()
                .forEach(bundle -> bundles.put(
                        bundle.getKey(), bundle("bundle " + Quoted.of(bundle.getKey()), bundle.getValue())));
        if (listed.isArray() && named.isObject()) {
            PlanSpec.problems(routes, bundles).stream().map(Quoted::sentence).forEach(problems::add);
        }
        return problems.isEmpty()
                ? Optional.of(
                        new PlanSpec(routes.stream().map(RouteDraft::route).toList(), bundles))
                : Optional.empty();
    }

    private RouteDraft route(String name, JsonNode json) {
        if (!json.isObject()) {
            problems.add(name + " must be an object");
            return new RouteDraft(Optional.empty(), Optional.empty(), Optional.empty());
        }
        List<String> fields = new ArrayList<>(PATTERNS.keySet());
        fields.addAll(List.of("any", "bundle", "shadow"));
        unknownFields(name + ": ", json, fields);
        Optional<RoutePattern> pattern = pattern(name, json);
        Optional<String> bundle = text(name + ": bundle", json.path("bundle"));
        Optional<String> shadow = json.has("shadow") ? text(name + ": shadow", json.path("shadow")) : Optional.empty();
        return new RouteDraft(pattern, bundle, shadow);
    }

    private Optional<RoutePattern> pattern(String name, JsonNode json) {
        List<RoutePattern> found = new ArrayList<>();
        int patterns = json.has("any") ? 1 : 0;
        if (json.has("any")) {
            if (json.path("any").isBoolean() && json.path("any").booleanValue()) {
                found.add(new RoutePattern.Any());
            } else {
                problems.add(name + ": any must be true");
            }
        }
        for (var field : PATTERNS.entrySet()) {
            if (json.has(field.getKey())) {
                patterns++;
                Optional<String> text = text(name + ": " + field.getKey(), json.path(field.getKey()));
                try {
                    text.map(field.getValue()).ifPresent(found::add);
                } catch (IllegalArgumentException e) {
                    problems.add(name + ": " + field.getKey() + " " + Quoted.of(text.orElseThrow())
                            + " is no expression of RE2: " + Quoted.plain(e.getMessage()));
                }
            }
        }
        if (patterns != 1) {
            problems.add(name + " must have exactly one of " + String.join(", ", PATTERNS.keySet()) + ", any");
            return Optional.empty();
        }
        return found.stream().findFirst();
    }

    private BundleRef bundle(String name, JsonNode json) {
        if (!json.isObject()) {
            problems.add(name + " must be an object");
            return UNKNOWN_PLACE;
        }
        unknownFields(name + ": ", json, BUNDLE_FIELDS);
        String at = text(name + ": at", json.path("at")).orElse(UNKNOWN_PLACE.at());
        Optional<String> sha256 = json.has("sha256") ? text(name + ": sha256", json.path("sha256")) : Optional.empty();
        OptionalDouble alpha = OptionalDouble.empty();
        if (json.has("alpha")) {
            if (json.path("alpha").isNumber()) {
                alpha = OptionalDouble.of(json.path("alpha").doubleValue());
            } else {
                problems.add(name + ": alpha must be a number");
            }
        }
        Optional<Decider> decide = Optional.empty();
        if (json.has("decide")) {
            decide = json.path("decide").isTextual()
                    ? Labelled.find(Decider.class, json.path("decide").textValue())
                    : Optional.empty();
            if (decide.isEmpty()) {
                problems.add(name + ": decide " + Quoted.of(json.path("decide")) + "; there are "
                        + String.join(", ", Labelled.labels(Decider.class)));
            }
        }
        return new BundleRef(at, sha256, alpha, decide);
    }

    private Optional<String> by(JsonNode json) {
        if (json.isMissingNode() || json.isNull()) {
            return Optional.empty();
        }
        if (!json.isTextual() || json.textValue().length() > SettingsJson.MAX_BY) {
            problems.add("by must be a text of at most " + SettingsJson.MAX_BY + " characters");
            return Optional.empty();
        }
        return Optional.of(json.textValue());
    }

    private Optional<String> text(String name, JsonNode json) {
        if (json.isTextual() && !json.textValue().isEmpty()) {
            return Optional.of(json.textValue());
        }
        problems.add(name + " must be a text" + (json.isNumber() ? ", in quotes" : ""));
        return Optional.empty();
    }

    private void unknownFields(String where, JsonNode json, List<String> known) {
        for (var field : json.properties()) {
            if (!known.contains(field.getKey())) {
                problems.add(where + "unknown field " + Quoted.of(field.getKey()) + "; there are "
                        + String.join(", ", known));
            }
        }
    }

    /** The value of a record. */
    static ObjectNode write(PlanRecord written) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("schema", SCHEMA);
        write(json, written.plan());
        written.by().ifPresent(by -> json.put("by", by));
        written.previous().ifPresent(previous -> write(json.putObject("previous"), previous));
        return json;
    }

    private static void write(ObjectNode json, PlanSpec plan) {
        var routes = json.putArray("routes");
        for (Route route : plan.routes().routes()) {
            ObjectNode one = routes.addObject();
            if (route.pattern() instanceof RoutePattern.Any) {
                one.put("any", true);
            } else {
                one.put(route.pattern().field(), route.pattern().text());
            }
            one.put("bundle", route.bundle());
            route.shadow().ifPresent(shadow -> one.put("shadow", shadow));
        }
        ObjectNode bundles = json.putObject("bundles");
        plan.bundles().forEach((name, ref) -> {
            ObjectNode one = bundles.putObject(name).put("at", ref.at());
            ref.sha256().ifPresent(hash -> one.put("sha256", hash));
            ref.alpha().ifPresent(alpha -> one.put("alpha", alpha));
            ref.decide().ifPresent(decide -> one.put("decide", decide.label()));
        });
    }
}
