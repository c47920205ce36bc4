package io.elbowatch.stream.flow;

import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.stream.batch.BatchLimits;
import java.util.Objects;

/**
 * The settings of the flow from images to results.
 *
 * @param topics names of the topics
 * @param batch when a batch is scored
 * @param overlap whether a batch is scored while the next one fills
 * @param evidence limits the pictures of anomalous images
 * @param incidents when an incident of a source opens and closes
 * @param review how many images are offered for review, where there is a topic for them
 */
public record FlowSettings(
        Topics topics,
        BatchLimits batch,
        Overlap overlap,
        EvidenceLimits evidence,
        IncidentSettings incidents,
        ReviewSettings review) {

    public FlowSettings {
        Objects.requireNonNull(topics, "topics");
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(overlap, "overlap");
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(incidents, "incidents");
        Objects.requireNonNull(review, "review");
    }

    /** With the default rates of reviews. */
    public FlowSettings(
            Topics topics, BatchLimits batch, Overlap overlap, EvidenceLimits evidence, IncidentSettings incidents) {
        this(topics, batch, overlap, evidence, incidents, ReviewSettings.DEFAULT);
    }
}
