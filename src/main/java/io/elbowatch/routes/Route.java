package io.elbowatch.routes;

import java.util.Objects;
import java.util.Optional;

/**
 * The bundle of some images.
 *
 * @param pattern the images
 * @param bundle the name of the bundle that decides on them
 * @param shadow the name of a bundle that scores them too, for comparison
 */
public record Route(RoutePattern pattern, String bundle, Optional<String> shadow) {

    public Route {
        Objects.requireNonNull(pattern, "pattern");
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(shadow, "shadow");
    }

    /** A route without a shadow. */
    public Route(RoutePattern pattern, String bundle) {
        this(pattern, bundle, Optional.empty());
    }
}
