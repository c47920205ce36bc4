package io.elbowatch.core.evidence;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why an image is anomalous, and where.
 *
 * @param reasons its scores that are out of range
 * @param evidence what a second look at it shows; empty where there was none
 */
public record Explanation(List<Reason> reasons, Optional<Evidence> evidence) {

    public Explanation {
        reasons = List.copyOf(reasons);
        Objects.requireNonNull(evidence, "evidence");
    }
}
