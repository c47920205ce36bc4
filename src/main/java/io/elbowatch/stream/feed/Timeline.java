package io.elbowatch.stream.feed;

/** The time that a feed runs in, and the end that somebody may put to it. */
public interface Timeline {

    /** Nanoseconds since some moment; never goes back. */
    long nanos();

    /** Waits until then, not at all if that is past. @return false as soon as the feed is to stop */
    boolean waitUntil(long nanos);
}
