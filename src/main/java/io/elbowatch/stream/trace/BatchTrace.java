package io.elbowatch.stream.trace;

import io.elbowatch.core.elbo.ModelIdentity;

/** The trace of the work on one batch. It is used by one thread. */
public interface BatchTrace {
    /** The trace of a batch without a recorded image. */
    BatchTrace NONE = new BatchTrace() {};

    /** Names the trace; null where nothing is recorded. */
    default TraceIds ids() {
        return null;
    }

    /** A model has run on images of the batch, just now. @param bundle the name of the model in routes */
    default void ran(String bundle, ModelIdentity model, int images, long nanos) {}

    /** The work ended with this exception; it is followed by {@link #ended}. */
    default void failed(Throwable failure) {}

    /** The work has ended. */
    default void ended() {}
}
