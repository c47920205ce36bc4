package io.elbowatch.stream.flow;

import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.stream.batch.BatchLimits;
import java.util.Objects;

/**
 * What the flow from images to results is told, whoever runs it.
 *
 * @param topics names of the topics
 * @param batch when a batch is scored
 * @param overlap whether batches are scored while the next fill
 * @param evidence how many anomalous images are pictured
 * @param incidents when something is wrong with a source
 */
public record FlowSettings(
        Topics topics, BatchLimits batch, Overlap overlap, EvidenceLimits evidence, IncidentSettings incidents) {

    public FlowSettings {
        Objects.requireNonNull(topics, "topics");
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(overlap, "overlap");
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(incidents, "incidents");
    }
}
