package io.elbowatch.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The routes of a plan. A header that names a bundle decides alone; otherwise the first route that fits an image does.
 * The same image always gets the same answer. Used by many threads.
 */
public final class RouteTable {
    private final List<Route> routes;
    private final List<Optional<Match>> matches; // of each route
    private final Map<String, Match> named; // by the header
    private final boolean readsKeys;

    /**
     * Why an image gets a bundle.
     *
     * @param bundle that decides
     * @param shadow that scores the image too
     * @param why one sentence for people
     */
    public record Match(String bundle, Optional<String> shadow, String why) {}

    /** @param bundles the names that a header may give; all that routes name are among them */
    public RouteTable(List<Route> routes, Set<String> bundles) {
        this.routes = List.copyOf(routes);
        this.named = bundles.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        bundle -> new Match(bundle, Optional.empty(), "a header of the record names the bundle")));
        List<Optional<Match>> found = new ArrayList<>();
        for (Route route : this.routes) {
            if (!bundles.contains(route.bundle())
                    || route.shadow()
                            .filter(shadow -> !bundles.contains(shadow))
                            .isPresent()) {
                throw new IllegalArgumentException(
                        "the route " + route.pattern().describe() + " names a bundle that there is not");
            }
            found.add(Optional.of(new Match(
                    route.bundle(),
                    route.shadow(),
                    "route " + (found.size() + 1) + " fits first: "
                            + route.pattern().describe())));
        }
        this.matches = List.copyOf(found);
        this.readsKeys = this.routes.stream().anyMatch(route -> route.pattern().readsKey());
    }

    /** The table that sends all images to one bundle. */
    public static RouteTable toOne(String bundle) {
        return new RouteTable(List.of(new Route(new RoutePattern.Any(), bundle)), Set.of(bundle));
    }

    public List<Route> routes() {
        return routes;
    }

    /** Whether an answer depends on the key of an image. */
    public boolean readsKeys() {
        return readsKeys;
    }

    /**
     * The bundle of an image; empty where no route fits, or the header names no bundle.
     *
     * @param key of the record as text; null where it has none or it is no text
     * @param header the value of the header that names a bundle
     */
    public Optional<Match> find(String key, String topic, Optional<String> header) {
        if (header.isPresent()) {
            return Optional.ofNullable(named.get(header.get()));
        }
        for (int i = 0; i < matches.size(); i++) {
            if (routes.get(i).pattern().matches(key, topic)) {
                return matches.get(i);
            }
        }
        return Optional.empty();
    }

    /** All answers that {@link #find} may give. */
    public List<Match> matches() {
        List<Match> all = new ArrayList<>(named.values());
        matches.forEach(match -> all.add(match.orElseThrow()));
        return all;
    }
}
