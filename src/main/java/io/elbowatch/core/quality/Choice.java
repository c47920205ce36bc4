package io.elbowatch.core.quality;

import io.elbowatch.core.Labelled;

/** Why an image was shown to a person. */
public enum Choice implements Labelled {
    /** It was reported as an anomaly. */
    REPORTED,
    /** It was drawn for review at a rate that is the same for all images. */
    RANDOM,
    /** It was drawn for review at a higher rate, since its p-value is just above α. */
    NEAR,
    /** Somebody looked at it for another reason. No estimate of what was not reported uses it. */
    OTHER
}
