package io.elbowatch.stream.shadow;

import io.elbowatch.stream.trace.TraceIds;
import io.elbowatch.stream.wire.ShadowFlip;

/** Takes the images on which two bundles disagree. Used by one thread; it never throws. */
@FunctionalInterface
interface FlipSink extends AutoCloseable {
    /** Drops them. */
    FlipSink NONE = (flip, trace) -> {};

    /** @param trace of the image, or null where it is not recorded */
    void take(ShadowFlip flip, TraceIds trace);

    @Override
    default void close() {}
}
