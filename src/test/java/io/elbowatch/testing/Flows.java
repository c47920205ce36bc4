package io.elbowatch.testing;

import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.EvidenceLimits;
import io.elbowatch.stream.flow.FlowSettings;
import io.elbowatch.stream.flow.Overlap;
import io.elbowatch.stream.flow.Topics;

/** Flows of which a test cares for topics and batches alone. */
public final class Flows {
    private Flows() {}

    /** Whose batches are scored beside the stream's thread. */
    public static FlowSettings overlapping(Topics topics, BatchLimits batch) {
        return new FlowSettings(topics, batch, Overlap.ON, EvidenceLimits.DEFAULT, IncidentSettings.DEFAULT);
    }

    public static FlowSettings of(Topics topics, BatchLimits batch) {
        return new FlowSettings(topics, batch, Overlap.OFF, EvidenceLimits.DEFAULT, IncidentSettings.DEFAULT);
    }
}
