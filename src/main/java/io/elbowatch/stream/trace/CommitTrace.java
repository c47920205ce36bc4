package io.elbowatch.stream.trace;

import org.apache.kafka.common.header.Headers;

/** Follows the commits of one producer. It is used by the thread of the producer. */
public interface CommitTrace {
    /** Records nothing. */
    CommitTrace NONE = new CommitTrace() {};

    /** The one output that every image has was sent: its score, or its rejection. */
    default void sent(Headers headers) {}

    /** A commit begins, or goes on. */
    default void begins() {}

    /** What was sent is final. */
    default void committed() {}

    /** What was sent is taken back. */
    default void aborted() {}
}
