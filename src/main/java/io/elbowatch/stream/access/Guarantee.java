package io.elbowatch.stream.access;

import io.elbowatch.core.Labelled;

/** What Kafka Streams promises of every image across crashes. */
public enum Guarantee implements Labelled {
    /** In the outputs exactly once, for readers with {@code isolation.level=read_committed}. */
    EXACTLY_ONCE_V2,
    /** In the outputs at least once: cheaper, and after a crash some images appear twice. */
    AT_LEAST_ONCE;
}
