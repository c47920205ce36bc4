package io.elbowatch.testing;

import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.stream.EvidenceLimits;
import io.elbowatch.stream.FlowSettings;
import io.elbowatch.stream.Topics;
import io.elbowatch.stream.batch.BatchLimits;

/** Flows of which a test cares for topics and batches alone. */
public final class Flows {
    private Flows() {}

    public static FlowSettings of(Topics topics, BatchLimits batch) {
        return new FlowSettings(topics, batch, EvidenceLimits.DEFAULT, IncidentSettings.DEFAULT);
    }
}
