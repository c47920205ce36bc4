package io.elbowatch.core.shadow;

import java.util.Objects;

/**
 * Two bundles that score the same images.
 *
 * @param deciding its verdicts count
 * @param shadow its verdicts are compared with them
 */
public record ShadowPair(ComparedBundle deciding, ComparedBundle shadow) {

    public ShadowPair {
        Objects.requireNonNull(deciding, "deciding");
        Objects.requireNonNull(shadow, "shadow");
    }
}
