package io.elbowatch.core.evaluation;

import java.util.Optional;
import java.util.Set;

/** What is known of the images of a set. */
@FunctionalInterface
public interface Truth {

    /** What is wrong with an image; empty for a normal one. */
    Optional<String> kind(ScoredImage image);

    /** By the image's place in the set. @param labels 0 for normal, else the number of its kind // [N] */
    static Truth ofLabels(int[] labels) {
        int[] kinds = labels.clone();
        return image ->
                Optional.of(kinds[image.index()]).filter(label -> label != 0).map(label -> "kind " + label);
    }

    /** By group: these are normal, every other group is a kind of its own. */
    static Truth ofNormal(Set<String> groups) {
        return image -> Optional.of(image.group()).filter(group -> !groups.contains(group));
    }

    /** By group: these are kinds, every other group is normal. */
    static Truth ofAnomalous(Set<String> groups) {
        return image -> Optional.of(image.group()).filter(groups::contains);
    }
}
