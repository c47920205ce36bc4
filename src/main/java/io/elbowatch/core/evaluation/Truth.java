package io.elbowatch.core.evaluation;

import java.util.Optional;
import java.util.Set;

/** The ground truth of the images of a set. */
@FunctionalInterface
public interface Truth {

    /** The kind of anomaly of an image; empty for a normal one. */
    Optional<String> kind(ScoredImage image);

    /**
     * By the position of an image in its set.
     *
     * @param labels 0 for a normal image, otherwise the number of its kind // [N]
     */
    static Truth ofLabels(int[] labels) {
        int[] kinds = labels.clone();
        return image ->
                Optional.of(kinds[image.index()]).filter(label -> label != 0).map(label -> "kind " + label);
    }

    /** By group: these groups are normal, every other group is a kind of anomaly. */
    static Truth ofNormal(Set<String> groups) {
        return image -> Optional.of(image.group()).filter(group -> !groups.contains(group));
    }

    /** By group: each of these groups is a kind of anomaly, every other group is normal. */
    static Truth ofAnomalous(Set<String> groups) {
        return image -> Optional.of(image.group()).filter(groups::contains);
    }
}
