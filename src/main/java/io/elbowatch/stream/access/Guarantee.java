package io.elbowatch.stream.access;

import io.elbowatch.core.Labelled;

/** The processing guarantee of Kafka Streams. */
public enum Guarantee implements Labelled {
    /** Every image is in the outputs exactly once, for readers with {@code isolation.level=read_committed}. */
    EXACTLY_ONCE_V2,
    /** Every image is in the outputs at least once. Cheaper; after a crash some images appear twice. */
    AT_LEAST_ONCE;
}
