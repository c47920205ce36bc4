package io.elbowatch.stream.flow;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.quality.Choice;
import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.batch.FlushReason;
import io.elbowatch.stream.trace.TraceIds;
import java.util.Optional;

/**
 * Observes the work of the stream. Called by many threads; never blocks and never throws. It counts work done, not work
 * committed: what Kafka repeats after a crash is observed twice and is in the outputs once. Every method does nothing
 * by default.
 */
public interface ScoringObserver {
    /** An observer that does nothing. */
    ScoringObserver NONE = new ScoringObserver() {};

    /** An image arrived. @param bytes of its value, 0 for a null value */
    default void received(int bytes) {}

    /** An arrived image was decoded or refused. */
    default void decoded(long nanos) {}

    /** This image was decoded by another thread than its stream thread. */
    default void decodedAhead() {}

    /** The number and the bytes of the images that wait in memory for their batch changed by these differences. */
    default void waiting(int images, long bytes) {}

    /** A batch was scored: by one run of the model, or image by image where that failed. */
    default void scoredBatch(FlushReason reason, int images, long inferenceNanos) {}

    /** A run of one model on its images of a batch; see {@link #scoredBatch(FlushReason, int, long)}. */
    default void scoredBatch(ServedModel by, FlushReason reason, int images, long inferenceNanos) {
        scoredBatch(reason, images, inferenceNanos);
    }

    /** A run of one model on its images of a batch. @param trace of the batch, or null where it is not recorded */
    default void scoredBatch(ServedModel by, FlushReason reason, int images, long inferenceNanos, TraceIds trace) {
        scoredBatch(by, reason, images, inferenceNanos);
    }

    /** An image was sent to the scores topic. @param by the model that decided @param ageMillis since it was produced */
    default void scored(ServedModel by, ImageOrigin origin, ElboTerms terms, Verdict verdict, long ageMillis) {
        scored(origin, terms, verdict, ageMillis);
    }

    /** An image was sent to the scores topic. @param ageMillis since it was produced */
    default void scored(ImageOrigin origin, ElboTerms terms, Verdict verdict, long ageMillis) {}

    /** A scored image was inspected, whatever its verdict: at most four a second. */
    default void inspected(ModelOutput output) {}

    /** A scored image was inspected, whatever its verdict. @param by the model that scored it */
    default void inspected(ServedModel by, ModelOutput output) {
        inspected(output);
    }

    /** An image was sent to the rejected topic. @param ageMillis since it was produced */
    default void rejected(ImageOrigin origin, Rejection.Reason reason, long ageMillis) {}

    /**
     * An image was sent to the rejected topic.
     *
     * @param by the model that its route names; empty where it has none
     * @param ageMillis since it was produced
     */
    default void rejected(Optional<ServedModel> by, ImageOrigin origin, Rejection.Reason reason, long ageMillis) {
        rejected(origin, reason, ageMillis);
    }

    /** Images were deleted before they were scored; their number is positive. */
    default void lost(LossReason reason, long images) {}

    /**
     * A picture of an anomalous image was sent to the evidence topic.
     *
     * @param nanos to inspect the image and to draw it
     */
    default void evidence(int bytes, long nanos) {}

    /** An anomalous image has no picture. */
    default void evidenceLeftOut(EvidenceLeftOut reason) {}

    /** An image was offered for review. @param why random or near */
    default void offered(Choice why) {}

    /** An incident of a source was opened. */
    default void incidentOpened(IncidentKind kind) {}

    /** The number of open incidents changed by this difference; a task brings its incidents and takes them with it. */
    default void incidentsOpen(IncidentKind kind, int incidents) {}

    /** An incident is now among the open ones of this instance, or no longer; it comes and goes with its task. */
    default void incident(IncidentKind kind, String id, boolean open) {}

    /** The number of followed sources changed by this difference. */
    default void tracking(int sources) {}

    /** An image came from a source that is not followed: there are too many sources, or its key is too long. */
    default void sourceUntracked() {}

    /** An output record got another timestamp than its image, because the topics accept that one only. */
    default void timestampMoved() {}

    /** The committed offset of a partition was behind its committed results, so that reading went on at the results. */
    default void offsetBehind() {}

    /** A record of the settings topic was refused. */
    default void settingsRefused(SettingsRefusal.Reason reason) {}
}
