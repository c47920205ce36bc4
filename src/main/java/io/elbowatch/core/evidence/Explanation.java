package io.elbowatch.core.evidence;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why an image is anomalous, and where.
 *
 * @param reasons the scores that are out of range
 * @param evidence from an inspection; empty if there was none
 */
public record Explanation(List<Reason> reasons, Optional<Evidence> evidence) {

    public Explanation {
        reasons = List.copyOf(reasons);
        Objects.requireNonNull(evidence, "evidence");
    }
}
