package io.elbowatch.models;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The moment until which a bundle must be here. */
record Deadline(long nanoTime, Duration allowed) {

    static Deadline in(Duration allowed) {
        return new Deadline(System.nanoTime() + allowed.toNanos(), allowed);
    }

    Duration left() {
        return Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), nanoTime - System.nanoTime()));
    }

    /** @throws TimedOutException when it has passed */
    void check() throws TimedOutException {
        if (System.nanoTime() - nanoTime > 0) {
            throw new TimedOutException("not here within " + allowed.toSeconds() + " s");
        }
    }

    /** A bundle did not come in time. */
    static final class TimedOutException extends IOException {
        private static final long serialVersionUID = 1L;

        TimedOutException(String message) {
            super(message);
        }
    }
}
