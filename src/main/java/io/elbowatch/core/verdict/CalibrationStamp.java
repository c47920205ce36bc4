package io.elbowatch.core.verdict;

import java.util.Objects;
import java.util.Optional;

/**
 * Which calibration images an image was compared with. P-values of different stamps compare with different images.
 *
 * @param group the group of the image's source; empty for the pooled calibration of all sources
 * @param images n, the number of images that calibrate the score that decided; no p-value is below 1/(n+1) unless it is
 *     extrapolated
 */
public record CalibrationStamp(Optional<String> group, int images) {

    public CalibrationStamp {
        Objects.requireNonNull(group, "group");
        if (images < 1) {
            throw new IllegalArgumentException("a calibration has an image or more, not " + images);
        }
    }
}
