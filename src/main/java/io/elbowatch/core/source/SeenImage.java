package io.elbowatch.core.source;

import java.util.Objects;

/**
 * A scored image, as the state of its source needs it.
 *
 * @param pValue the p-value that decided, 0 &lt; p ≤ 1
 * @param anomalous p ≤ α
 * @param evidence whether there is an evidence picture of it
 * @param fingerprint of the model and the calibration images that the p-value is of; 0 where it is not known
 */
public record SeenImage(ImagePlace place, double pValue, boolean anomalous, boolean evidence, long fingerprint) {

    /** An image of a model that never changes. */
    public SeenImage(ImagePlace place, double pValue, boolean anomalous, boolean evidence) {
        this(place, pValue, anomalous, evidence, 0);
    }

    public SeenImage {
        Objects.requireNonNull(place, "place");
        if (!(pValue > 0 && pValue <= 1)) {
            throw new IllegalArgumentException("no p-value: " + pValue);
        }
    }
}
