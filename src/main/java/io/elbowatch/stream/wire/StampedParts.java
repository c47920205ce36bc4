package io.elbowatch.stream.wire;

import java.util.HashMap;
import java.util.Map;

/** The parts of scores by the model that made them. Used by one thread. */
final class StampedParts {
    /** Far more than a process has open; plans that changed often leave others behind. */
    private static final int MAX = 1000;

    private final Map<ModelStamp, ScoreParts> parts = new HashMap<>();
    private ModelStamp lastStamp;
    private ScoreParts last;

    ScoreParts of(ModelStamp stamp) {
        if (stamp != lastStamp) {
            if (parts.size() >= MAX) {
                parts.clear();
            }
            last = parts.computeIfAbsent(stamp, ScoreParts::new);
            lastStamp = stamp;
        }
        return last;
    }
}
