package io.elbowatch.stream.feedback;

import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.access.TopicFollower;

/** Keeps a {@link LabelBook} current: reads the whole feedback topic, and follows it until it is closed. */
public final class LabelFollower implements AutoCloseable {
    private final TopicFollower follower;

    private LabelFollower(TopicFollower follower) {
        this.follower = follower;
    }

    /** Starts with the access settings of the stream. */
    public static LabelFollower of(StreamSettings stream, String topic, LabelBook book) {
        return new LabelFollower(TopicFollower.of(stream, topic, "feedback", book::take));
    }

    /** Whether the book has every label that was there at the start. */
    public boolean isCaughtUp() {
        return follower.isCaughtUp();
    }

    @Override
    public void close() {
        follower.close();
    }
}
