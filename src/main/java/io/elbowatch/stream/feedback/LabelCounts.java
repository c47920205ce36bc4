package io.elbowatch.stream.feedback;

import io.elbowatch.core.quality.Truth;
import io.elbowatch.stream.wire.LabelRead;
import java.util.Map;

/**
 * How many labels there are.
 *
 * @param labels labelled images by label; every label is there
 * @param refused records that were not taken since the start, by reason; every reason is there
 */
public record LabelCounts(Map<Truth, Integer> labels, Map<LabelRead.Reason, Long> refused) {
    public LabelCounts {
        labels = Map.copyOf(labels);
        refused = Map.copyOf(refused);
    }

    /** Of an application without labels. */
    public static final LabelCounts NONE = new LabelCounts(Map.of(), Map.of());
}
