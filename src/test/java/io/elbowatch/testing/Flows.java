package io.elbowatch.testing;

import io.elbowatch.stream.EvidenceLimits;
import io.elbowatch.stream.FlowSettings;
import io.elbowatch.stream.Overlap;
import io.elbowatch.stream.Topics;
import io.elbowatch.stream.batch.BatchLimits;

/** Flows of which a test cares for topics and batches alone. */
public final class Flows {
    private Flows() {}

    /** Whose batches are scored beside the stream's thread. */
    public static FlowSettings overlapping(Topics topics, BatchLimits batch) {
        return new FlowSettings(topics, batch, Overlap.ON, EvidenceLimits.DEFAULT);
    }

    public static FlowSettings of(Topics topics, BatchLimits batch) {
        return new FlowSettings(topics, batch, Overlap.OFF, EvidenceLimits.DEFAULT);
    }
}
