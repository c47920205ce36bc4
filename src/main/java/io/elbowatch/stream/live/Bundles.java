package io.elbowatch.stream.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.elbowatch.core.shadow.ShadowTally;
import io.elbowatch.stream.wire.ShadowTallyJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last state of every instance of one application, as the topic of instances tells it, and what they say together.
 * Used by one thread.
 */
final class Bundles {
    /** An instance writes each minute. */
    private static final long GONE_MILLIS = 180_000;

    private static final long FORGOTTEN_MILLIS = 3_600_000;
    private static final int MAX_INSTANCES = 500;

    private final String application;
    private final Map<String, ObjectNode> states = new TreeMap<>();

    /**
     * A bundle that instances serve.
     *
     * @param providers where it runs
     * @param instances that serve it and are there
     */
    record Served(
            String bundle,
            String name,
            String version,
            String sha256,
            List<String> providers,
            List<String> routes,
            int instances) {}

    Bundles(String application) {
        this.application = application;
    }

    /** Takes the state of an instance; null for one that has ended. Returns whether it is readable. */
    boolean take(String instance, ObjectNode state) {
        if (state == null) {
            states.remove(instance);
            return true;
        }
        if (state.path("schema").asInt() != 1 || !state.path("bundles").isArray()) {
            return false;
        }
        boolean ours = state.path("application").asText(application).equals(application);
        if (ours && (states.size() < MAX_INSTANCES || states.containsKey(instance))) {
            states.put(instance, state);
        }
        return true;
    }

    /** Forgets those that have said nothing for an hour. */
    void forget(long nowMillis) {
        states.values().removeIf(state -> nowMillis - state.path("at").asLong() > FORGOTTEN_MILLIS);
    }

    /** All states, by the names of the instances. */
    Map<String, ObjectNode> states() {
        return states;
    }

    static boolean isGone(JsonNode state, long nowMillis) {
        return nowMillis - state.path("at").asLong() > GONE_MILLIS;
    }

    /** The bundles of the instances that are there, by name and version. */
    List<Served> served(long nowMillis) {
        Map<List<String>, Served> all = new LinkedHashMap<>();
        for (ObjectNode state : present(nowMillis)) {
            for (JsonNode bundle : state.path("bundles")) {
                Served one = new Served(
                        bundle.path("bundle").asText(),
                        bundle.path("name").asText(),
                        bundle.path("version").asText(),
                        bundle.path("sha256").asText(),
                        List.of(bundle.path("provider").asText()),
                        texts(bundle.path("routes")),
                        1);
                all.merge(List.of(one.bundle(), one.name(), one.version(), one.sha256()), one, Bundles::together);
            }
        }
        return all.values().stream()
                .sorted(Comparator.comparing(Served::bundle).thenComparing(Served::version))
                .toList();
    }

    private static Served together(Served one, Served other) {
        List<String> providers = new ArrayList<>(one.providers());
        other.providers().stream()
                .filter(provider -> !providers.contains(provider))
                .forEach(providers::add);
        return new Served(
                one.bundle(),
                one.name(),
                one.version(),
                one.sha256(),
                List.copyOf(providers),
                one.routes(),
                one.instances() + other.instances());
    }

    /** The comparisons with shadows, of all instances that are there together. */
    List<ShadowTally> shadows(long nowMillis) {
        List<ShadowTally> tallies = new ArrayList<>();
        for (ObjectNode state : present(nowMillis)) {
            state.path("shadows").forEach(tally -> read(tally).ifPresent(tallies::add));
        }
        return ShadowTally.sum(tallies);
    }

    private List<ObjectNode> present(long nowMillis) {
        return states.values().stream()
                .filter(state -> !isGone(state, nowMillis))
                .toList();
    }

    /** Empty for what a later version may write. */
    private static Optional<ShadowTally> read(JsonNode tally) {
        try {
            return Optional.of(ShadowTallyJson.read(tally));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
