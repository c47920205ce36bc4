package io.elbowatch.download;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The moment until which a file must be here. */
public record Deadline(long nanoTime, Duration allowed) {

    public static Deadline in(Duration allowed) {
        return new Deadline(System.nanoTime() + allowed.toNanos(), allowed);
    }

    public Duration left() {
        return Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), nanoTime - System.nanoTime()));
    }

    /** @throws TimedOutException when it has passed */
    public void check() throws TimedOutException {
        if (System.nanoTime() - nanoTime > 0) {
            throw timedOut();
        }
    }

    TimedOutException timedOut() {
        return new TimedOutException("not here within " + allowed.toSeconds() + " s");
    }

    /** A file did not come in time. */
    public static final class TimedOutException extends IOException {
        private static final long serialVersionUID = 1L;

        TimedOutException(String message) {
            super(message);
        }
    }
}
