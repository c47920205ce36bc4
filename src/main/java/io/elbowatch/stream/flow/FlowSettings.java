package io.elbowatch.stream.flow;

import io.elbowatch.core.source.IncidentSettings;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.stream.output.OutputSettings;
import io.elbowatch.stream.storage.StorageSettings;
import java.util.Objects;

/**
 * The settings of the flow from images to results.
 *
 * @param topics names of the topics
 * @param intake how the records of the input topics are read
 * @param batch when a batch is scored
 * @param overlap whether a batch is scored while the next one fills
 * @param evidence limits the pictures of anomalous images
 * @param incidents when an incident of a source opens and closes
 * @param review how many images are offered for review, where there is a topic for them
 * @param output how output records are written
 * @param storage which values are not in Kafka
 */
public record FlowSettings(
        Topics topics,
        IntakeSettings intake,
        BatchLimits batch,
        Overlap overlap,
        EvidenceLimits evidence,
        IncidentSettings incidents,
        ReviewSettings review,
        OutputSettings output,
        StorageSettings storage) {

    public FlowSettings {
        Objects.requireNonNull(topics, "topics");
        Objects.requireNonNull(intake, "intake");
        Objects.requireNonNull(batch, "batch");
        Objects.requireNonNull(overlap, "overlap");
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(incidents, "incidents");
        Objects.requireNonNull(review, "review");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(storage, "storage");
    }

    /** With images as the values of the records, and results as plain JSON. */
    public FlowSettings(
            Topics topics,
            BatchLimits batch,
            Overlap overlap,
            EvidenceLimits evidence,
            IncidentSettings incidents,
            ReviewSettings review) {
        this(
                topics,
                IntakeSettings.RAW,
                batch,
                overlap,
                evidence,
                incidents,
                review,
                OutputSettings.DEFAULT,
                StorageSettings.NONE);
    }

    /** With images as the values of the records, results as plain JSON, and the default rates of reviews. */
    public FlowSettings(
            Topics topics, BatchLimits batch, Overlap overlap, EvidenceLimits evidence, IncidentSettings incidents) {
        this(topics, batch, overlap, evidence, incidents, ReviewSettings.DEFAULT);
    }

    /** These settings with other rules for the input topics. */
    public FlowSettings withIntake(IntakeSettings other) {
        return new FlowSettings(topics, other, batch, overlap, evidence, incidents, review, output, storage);
    }

    /** These settings with another form of the results. */
    public FlowSettings withOutput(OutputSettings other) {
        return new FlowSettings(topics, intake, batch, overlap, evidence, incidents, review, other, storage);
    }

    /** These settings with values outside of Kafka. */
    public FlowSettings withStorage(StorageSettings other) {
        return new FlowSettings(topics, intake, batch, overlap, evidence, incidents, review, output, other);
    }
}
