package io.elbowatch.stream.wire;

import java.util.HashMap;
import java.util.Map;

/** The fields of scores by the model that made them. Used by one thread. */
final class StampedFields {
    /** Far more than a process has open; plans that changed often leave others behind. */
    private static final int MAX = 1000;

    private final Map<ModelStamp, ScoreFields> fields = new HashMap<>();
    private ModelStamp lastStamp;
    private ScoreFields last;

    ScoreFields of(ModelStamp stamp) {
        if (stamp != lastStamp) {
            if (fields.size() >= MAX) {
                fields.clear();
            }
            last = fields.computeIfAbsent(stamp, by -> new ScoreFields(by.model(), by.beta()));
            lastStamp = stamp;
        }
        return last;
    }
}
