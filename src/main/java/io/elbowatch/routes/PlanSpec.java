package io.elbowatch.routes;

import io.elbowatch.core.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All routes and bundles of one plan, as somebody wrote them. It is consistent: every bundle that a route names is there,
 * and no route is beyond reach.
 */
public final class PlanSpec {
    /** More routes than this would take longer than decoding an image. */
    static final int MAX_ROUTES = 1000;

    static final int MAX_BUNDLES = 1000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private final RouteTable routes;
    private final Map<String, BundleRef> bundles;

    /**
     * @param bundles by the names that routes give them
     * @throws IllegalArgumentException with all {@link #problems}
     */
    public PlanSpec(List<Route> routes, Map<String, BundleRef> bundles) {
        List<String> problems = problems(routes.stream().map(RouteDraft::of).toList(), bundles);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        this.bundles = Collections.unmodifiableMap(new LinkedHashMap<>(bundles));
        this.routes = new RouteTable(routes, bundles.keySet());
    }

    /**
     * All that is wrong with routes and bundles, one sentence each; empty for a plan. What a draft lacks is not named
     * here: who read it has done so.
     */
    public static List<String> problems(List<RouteDraft> routes, Map<String, BundleRef> bundles) {
        List<String> found = new ArrayList<>();
        if (routes.isEmpty()) {
            found.add("there is no route");
        }
        if (routes.size() > MAX_ROUTES) {
            found.add("there are " + routes.size() + " routes, at most " + MAX_ROUTES + " are taken");
        }
        if (bundles.size() > MAX_BUNDLES) {
            found.add("there are " + bundles.size() + " bundles, at most " + MAX_BUNDLES + " are taken");
        }
        bundles.forEach((name, ref) -> {
            if (!isName(name)) {
                found.add("bundle '" + Printable.line(name)
                        + "': a name has 1 to 100 letters, digits, '.', '_' and '-', and begins"
                        + " with a letter or a digit");
            }
            ref.problems().forEach(problem -> found.add("bundle '" + Printable.line(name) + "': " + problem));
        });
        Set<RoutePattern> before = new HashSet<>();
        for (int i = 0; i < routes.size(); i++) {
            Optional<RoutePattern> pattern = routes.get(i).pattern();
            String route = "route " + (i + 1)
                    + pattern.map(known -> " (" + known.describe() + ")").orElse("");
            found.addAll(problems(route, routes.get(i), bundles.keySet()));
            if (pattern.isPresent() && before.contains(new RoutePattern.Any())) {
                found.add(route + " is beyond reach: a route before it takes all images");
            } else if (pattern.isPresent() && !before.add(pattern.get())) {
                found.add(route + " is beyond reach: a route before it takes the same images");
            }
        }
        return found;
    }

    private static List<String> problems(String name, RouteDraft route, Set<String> bundles) {
        List<String> found = new ArrayList<>();
        route.bundle()
                .filter(bundle -> !bundles.contains(bundle))
                .ifPresent(bundle -> found.add(name + ": there is no bundle '" + Printable.line(bundle) + "'"));
        route.shadow().ifPresent(shadow -> {
            if (!bundles.contains(shadow)) {
                found.add(name + ": there is no bundle '" + Printable.line(shadow) + "' for its shadow");
            }
            if (route.bundle().filter(shadow::equals).isPresent()) {
                found.add(name + ": the shadow is the bundle itself");
            }
        });
        return found;
    }

    /** Whether a bundle may have this name. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    public RouteTable routes() {
        return routes;
    }

    /** In the order in which they were written. */
    public Map<String, BundleRef> bundles() {
        return bundles;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlanSpec plan
                && plan.routes.routes().equals(routes.routes())
                && plan.bundles.equals(bundles);
    }

    @Override
    public int hashCode() {
        return 31 * routes.routes().hashCode() + bundles.hashCode();
    }
}
