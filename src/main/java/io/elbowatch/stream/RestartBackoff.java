package io.elbowatch.stream;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Backoff before a dead stream thread is replaced. {@link #end} releases all waiters. */
class RestartBackoff {
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Returns after this time, or when {@link #end} is called. */
    void await(Duration time) {
        try {
            ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all waits, those to come included. */
    void end() {
        ended.countDown();
    }
}
