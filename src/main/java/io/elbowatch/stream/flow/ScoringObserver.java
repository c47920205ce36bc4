package io.elbowatch.stream.flow;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.source.IncidentKind;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.stream.batch.FlushReason;

/**
 * Is told what the stream does, as it does it; called by many threads, never blocks, never throws. It sees work done,
 * not work committed: what a crash makes Kafka repeat is seen twice here and once in the outputs.
 */
public interface ScoringObserver {

    /** An image arrived, with so many bytes (0 for a null value). */
    void received(int bytes);

    /** An arrived image was decoded or refused within so long. */
    void decoded(long nanos);

    /** So many more images and bytes wait for their batch in memory; fewer where negative. */
    void waiting(int images, long bytes);

    /** A batch was scored: by one run of the model, or image by image where that failed. */
    void scoredBatch(FlushReason reason, int images, long inferenceNanos);

    /** An image left for the scores topic, so long after it was produced. */
    void scored(ImageOrigin origin, ElboTerms terms, Verdict verdict, long ageMillis);

    /** One of the images that were scored, whatever its verdict, was looked into: at most four a second. Most observers look at scores only. */
    default void inspected(ModelOutput output) {}

    /** An image left for the rejected topic, so long after it was produced. */
    void rejected(ImageOrigin origin, Rejection.Reason reason, long ageMillis);

    /** A picture of an anomalous image left for the evidence topic: so many bytes, drawn in so long. Most observers do not care. */
    default void evidence(int bytes, long nanos) {}

    /** An anomalous image has no picture. Most observers do not care. */
    default void evidenceLeftOut(EvidenceLeftOut reason) {}

    /** An incident of a source was opened. Most observers look at images only. */
    default void incidentOpened(IncidentKind kind) {}

    /** So many more incidents are open, fewer where negative: a task brings its own along, and takes them with it. */
    default void incidentsOpen(IncidentKind kind, int incidents) {}

    /** So many more sources are followed, fewer where negative. */
    default void tracking(int sources) {}

    /** An image came of a source that is not followed, because there are too many or its key is too long. */
    default void sourceUntracked() {}

    /** A record of the settings topic was not taken. Most observers look at images only. */
    default void settingsRefused(SettingsRefusal.Reason reason) {}

    /** An observer that looks away. */
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
