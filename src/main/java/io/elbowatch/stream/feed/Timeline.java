package io.elbowatch.stream.feed;

/** The clock of a feed, and the signal to stop it. */
public interface Timeline {

    /** Nanoseconds since some moment; never goes back. */
    long nanos();

    /** Waits until this time, not at all if it is past. @return false as soon as the feed must stop */
    boolean waitUntil(long nanos);
}
