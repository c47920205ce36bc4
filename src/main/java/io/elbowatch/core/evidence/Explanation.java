package io.elbowatch.core.evidence;

import io.elbowatch.core.image.Original;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why an image is anomalous, and where.
 *
 * @param reasons the scores that are out of range
 * @param evidence from an inspection; empty if there was none
 * @param original the image that the places of the evidence are in
 */
public record Explanation(List<Reason> reasons, Optional<Evidence> evidence, Original original) {

    public Explanation {
        reasons = List.copyOf(reasons);
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(original, "original");
    }
}
