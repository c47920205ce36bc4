package io.elbowatch.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings of routes.
 *
 * @param routes the file of the plan of the start; empty where one bundle scores all images
 * @param header of a record that names the bundle of its image
 * @param loadTimeout how long a bundle that cannot be reached is tried before its record is refused
 */
public record PlanSettings(Optional<Path> routes, String header, Duration loadTimeout) {

    public PlanSettings {
        Objects.requireNonNull(routes, "routes");
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(loadTimeout, "loadTimeout");
    }
}
