package io.elbowatch.routes;

import java.util.Objects;
import java.util.Optional;

/**
 * A route as somebody wrote it. What could not be read is empty, so that all other mistakes are found in the same pass.
 *
 * @param shadow empty also where there is none
 */
public record RouteDraft(Optional<RoutePattern> pattern, Optional<String> bundle, Optional<String> shadow) {

    public RouteDraft {
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(shadow, "shadow");
    }

    /** A route without mistakes of its own. */
    static RouteDraft of(Route route) {
        return new RouteDraft(Optional.of(route.pattern()), Optional.of(route.bundle()), route.shadow());
    }

    /** The route. @throws java.util.NoSuchElementException where something could not be read */
    public Route route() {
        return new Route(pattern.orElseThrow(), bundle.orElseThrow(), shadow);
    }
}
