package io.elbowatch.stream.trace;

import io.elbowatch.core.Rejection;
import io.elbowatch.core.verdict.Verdict;
import org.apache.kafka.common.header.Headers;

/**
 * The trace of one image, from its arrival until all its outputs have left. It is used by one thread at a time. Only
 * {@link #left} and {@link #rejected} end it: an image that Kafka delivers again has another one.
 */
public interface ImageTrace {
    /** The trace of an image that is not recorded. */
    ImageTrace NONE = new ImageTrace() {};

    /** Names the trace; null where nothing is recorded. */
    default TraceIds ids() {
        return null;
    }

    /** The headers of the image with this trace as its context, for all its outputs. The same object where nothing is recorded. */
    default Headers on(Headers headers) {
        return headers;
    }

    /** The image was decoded or refused, just now. */
    default void decoded(long nanos) {}

    /** The image was judged. @param bundle whose model decides */
    default void judged(String bundle, Verdict verdict) {}

    /** The anomalous image was inspected and drawn, just now. */
    default void explained(long nanos) {}

    /** All outputs of the image have left. */
    default void left() {}

    /** The image has left for the rejected topic. */
    default void rejected(Rejection.Reason reason) {}
}
