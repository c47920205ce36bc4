package io.elbowatch.core.verdict;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The judge of every source under the same settings. An image is compared with the normal images of its own source if
 * their group has enough of them for α, and with all calibration images otherwise. Within each group P(p ≤ α) ≤ α under
 * exchangeability with the images of the group (Mondrian conformal prediction, Vovk et al. 2005). Immutable.
 */
public final class JudgeGroups {
    private final Judge pooled;
    private final Map<String, Judge> groups;

    /** Of the calibration of this judge and of its groups, with its decider and α. */
    public JudgeGroups(Judge pooled) {
        this.pooled = pooled;
        Map<String, Judge> used = new LinkedHashMap<>();
        pooled.calibration().groups().forEach((name, calibration) -> {
            if (enough(calibration)) {
                used.put(
                        name,
                        new Judge(calibration, pooled.beta(), pooled.decider(), pooled.alpha(), pooled.extrapolates()));
            }
        });
        this.groups = Collections.unmodifiableMap(used);
    }

    /** A group has no tails: α must be in reach of its images. */
    private boolean enough(Calibration group) {
        return group.images() >= Reach.LEAST_IMAGES && group.lowestAlpha(pooled.decider()) <= pooled.alpha();
    }

    /** The judge of the images of a source. @param source its name; null for an image without a source */
    public Judge of(String source) {
        return source == null ? pooled : groups.getOrDefault(source, pooled);
    }

    /** The judge of images whose source has no group that is used. */
    public Judge pooled() {
        return pooled;
    }

    /** The judges of the groups that are used, by the name of their source; empty where one judge judges all images. */
    public Map<String, Judge> groups() {
        return groups;
    }
}
