package io.elbowatch.stream.flow;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.batch.FlushReason;

/**
 * Follows the work of the stream. Many threads call it; an implementation must not block and must not throw. It sees
 * work as it is done, not as it is committed: work that Kafka repeats after a crash is reported twice here and appears
 * once in the outputs.
 */
public interface ScoringObserver {

    /** An image arrived. @param bytes of its value, 0 for null */
    void received(int bytes);

    /** An image was decoded or refused. @param nanos that this took */
    void decoded(long nanos);

    /** The images and bytes that wait in memory changed by these amounts. */
    void waiting(int images, long bytes);

    /** A batch was scored, by one run of the model or, when that failed, image by image. */
    void scoredBatch(FlushReason reason, int images, long inferenceNanos);

    /** An image left for the scores topic. @param ageMillis since it was produced */
    void scored(ImageOrigin origin, ElboTerms terms, Verdict verdict, long ageMillis);

    /**
     * The model ran a second time over a scored image, for the drift of the latents; at most four times per second.
     * Optional.
     */
    default void inspected(ModelOutput output) {}

    /** An image left for the rejected topic. @param ageMillis since it was produced */
    void rejected(ImageOrigin origin, Rejection.Reason reason, long ageMillis);

    /**
     * A picture of an anomalous image left for the evidence topic. Optional.
     *
     * @param bytes of the picture
     * @param nanos that it took
     */
    default void evidence(int bytes, long nanos) {}

    /** An anomalous image has no picture. Optional. */
    default void evidenceLeftOut(EvidenceLeftOut reason) {}

    /** An incident of a source was opened. Optional. */
    default void incidentOpened(IncidentKind kind) {}

    /**
     * The number of open incidents changed by this amount, also when a task comes or leaves with its sources. Optional.
     */
    default void incidentsOpen(IncidentKind kind, int incidents) {}

    /** The number of tracked sources changed by this amount. Optional. */
    default void tracking(int sources) {}

    /** An image came of a source that is not tracked: there are too many, or its key is too long. Optional. */
    default void sourceUntracked() {}

    /** A record of the settings topic was refused. Optional. */
    default void settingsRefused(SettingsRefusal.Reason reason) {}

    /** An observer that does nothing. */
    ScoringObserver NONE = new ScoringObserver() {
        @Override
        public void received(int bytes) {}

        @Override
        public void decoded(long nanos) {}

        @Override
        public void waiting(int images, long bytes) {}

        @Override
        public void scoredBatch(FlushReason reason, int images, long inferenceNanos) {}

        @Override
        public void scored(ImageOrigin origin, ElboTerms terms, Verdict verdict, long ageMillis) {}

        @Override
        public void rejected(ImageOrigin origin, Rejection.Reason reason, long ageMillis) {}
    };
}
