package io.elbowatch.stream.flow;

import io.elbowatch.routes.Route;
import io.elbowatch.routes.RouteTable.Match;
import io.elbowatch.routes.RouteTable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Routes and models at one moment. Every bundle that a route names is open. Immutable; used by many threads.
 */
public final class ActivePlan {
    private final RouteTable routes;
    private final Map<String, ServedModel> models;
    private final OptionalLong settingsOffset;
    private final ServedModel main;
    private final Map<Match, Optional<Assignment>> assignments = new IdentityHashMap<>();

    /**
     * @param models by the names that routes give them
     * @param settingsOffset the record of the settings topic that was the last one taken; empty at the start
     */
    public ActivePlan(RouteTable routes, Map<String, ServedModel> models, OptionalLong settingsOffset) {
        this.routes = routes;
        this.models = new TreeMap<>(models);
        this.settingsOffset = settingsOffset;
        List<Route> all = routes.routes();
        this.main = named(all.get(all.size() - 1).bundle());
        for (Match match : routes.matches()) {
            assignments.put(
                    match,
                    Optional.of(
                            Assignment.of(named(match.bundle()), match.shadow().map(this::named), settingsOffset)));
        }
    }

    /** The plan that sends all images to one model. */
    public static ActivePlan ofOne(ServedModel model) {
        return new ActivePlan(RouteTable.toOne(model.bundle()), Map.of(model.bundle(), model), OptionalLong.empty());
    }

    private ServedModel named(String bundle) {
        ServedModel model = models.get(bundle);
        if (model == null) {
            throw new IllegalArgumentException("there is no model of the bundle " + bundle);
        }
        return model;
    }

    /** What holds for an image; empty where no route fits, or its header names no bundle. See {@link RouteTable#find}. */
    Optional<Assignment> of(String key, String topic, Optional<String> header) {
        Optional<Match> match = routes.find(key, topic, header);
        return match.isEmpty() ? Optional.empty() : assignments.get(match.get()); // made once: spares an allocation
    }

    public RouteTable routes() {
        return routes;
    }

    /** By the names that routes give them, in their order. */
    public Map<String, ServedModel> models() {
        return Collections.unmodifiableMap(models);
    }

    public OptionalLong settingsOffset() {
        return settingsOffset;
    }

    /** The model of the last route, which is for the rest of the images; the only one of most programs. */
    public ServedModel main() {
        return main;
    }
}
