package io.elbowatch.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Changes of one bundle of a plan; everything else stays. */
public final class PlanEdit {
    private PlanEdit() {}

    /**
     * The plan in which a name stands for another bundle. α and decider stay. A shadow that is now the same as the bundle
     * that decides ends, and with it its bundle where no other route names it.
     *
     * @throws IllegalArgumentException when the plan does not have the name, or the bundle is there already
     */
    public static PlanSpec promoted(PlanSpec plan, String name, BundleRef place) {
        BundleRef before = named(plan, name);
        BundleRef after = new BundleRef(place.at(), place.sha256(), before.alpha(), before.decide());
        if (after.equals(before)) {
            throw new IllegalArgumentException("the bundle of " + name + " is " + place.at() + " already");
        }
        Map<String, BundleRef> bundles = new LinkedHashMap<>(plan.bundles());
        bundles.put(name, after);
        Set<String> ended = new TreeSet<>();
        List<Route> routes = new ArrayList<>();
        for (Route route : plan.routes().routes()) {
            boolean same = route.bundle().equals(name)
                    && route.shadow()
                            .filter(shadow -> isSame(plan.bundles().get(shadow), after))
                            .isPresent();
            if (same) {
                ended.add(route.shadow().orElseThrow());
            }
            routes.add(same ? new Route(route.pattern(), name) : route);
        }
        ended.stream().filter(shadow -> !isNamed(routes, shadow)).forEach(bundles::remove);
        return new PlanSpec(routes, bundles);
    }

    /** The plan in which a bundle judges at another α. @throws IllegalArgumentException when the plan does not have the name */
    public static PlanSpec judgedAt(PlanSpec plan, String name, double alpha) {
        BundleRef before = named(plan, name);
        Map<String, BundleRef> bundles = new LinkedHashMap<>(plan.bundles());
        bundles.put(name, new BundleRef(before.at(), before.sha256(), OptionalDouble.of(alpha), before.decide()));
        return new PlanSpec(plan.routes().routes(), bundles);
    }

    private static boolean isSame(BundleRef one, BundleRef other) {
        return one.at().equals(other.at())
                && (one.sha256().isEmpty()
                        || other.sha256().isEmpty()
                        || one.sha256().equals(other.sha256()));
    }

    private static boolean isNamed(List<Route> routes, String bundle) {
        return routes.stream()
                .anyMatch(route -> route.bundle().equals(bundle)
                        || route.shadow().filter(bundle::equals).isPresent());
    }

    private static BundleRef named(PlanSpec plan, String name) {
        BundleRef ref = plan.bundles().get(name);
        if (ref == null) {
            throw new IllegalArgumentException("the plan has no bundle " + name + ", it has "
                    + String.join(", ", plan.bundles().keySet()));
        }
        return ref;
    }

    /** The one shadow of a bundle, by its name; empty where its routes have none or several. */
    public static Optional<String> shadow(PlanSpec plan, String name) {
        Set<String> shadows = plan.routes().routes().stream()
                .filter(route -> route.bundle().equals(name))
                .flatMap(route -> route.shadow().stream())
                .collect(Collectors.toSet());
        return shadows.size() == 1 ? shadows.stream().findFirst() : Optional.empty();
    }

    /**
     * The plan in which a name stands for the bundle that it stood for before, with the shadows of its routes then.
     *
     * @throws IllegalArgumentException when the plan before does not have the name, or has the same bundle
     */
    public static PlanSpec rolledBack(PlanSpec plan, PlanSpec previous, String name) {
        BundleRef now = named(plan, name);
        BundleRef before = previous.bundles().get(name);
        if (before == null || before.equals(now)) {
            throw new IllegalArgumentException(
                    "the plan before this one " + (before == null ? "had no bundle " : "had the same bundle ") + name);
        }
        Map<String, BundleRef> bundles = new LinkedHashMap<>(plan.bundles());
        bundles.put(name, before);
        List<Route> routes = new ArrayList<>();
        for (Route route : plan.routes().routes()) {
            Optional<String> shadow = previous.routes().routes().stream()
                    .filter(other -> other.pattern().equals(route.pattern())
                            && other.bundle().equals(name)
                            && route.bundle().equals(name))
                    .findFirst()
                    .flatMap(Route::shadow);
            if (shadow.isPresent() && route.shadow().isEmpty()) {
                bundles.putIfAbsent(shadow.get(), previous.bundles().get(shadow.get()));
                routes.add(new Route(route.pattern(), name, shadow));
            } else {
                routes.add(route);
            }
        }
        return new PlanSpec(routes, bundles);
    }
}
