package io.elbowatch.stream.shadow;

import io.elbowatch.stream.wire.ShadowFlip;

/** Takes the images on which two bundles disagree. Used by one thread; it never throws. */
@FunctionalInterface
interface FlipSink extends AutoCloseable {
    /** Drops them. */
    FlipSink NONE = flip -> {};

    void take(ShadowFlip flip);

    @Override
    default void close() {}
}
