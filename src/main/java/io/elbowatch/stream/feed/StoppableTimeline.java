package io.elbowatch.stream.feed;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Real time, until {@link #stop} is called from any thread, which ends a wait at once. */
public final class StoppableTimeline implements Timeline {
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public boolean waitUntil(long nanos) {
        try {
            return !stopped.await(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the feed after the image that is being sent. */
    public void stop() {
        stopped.countDown();
    }
}
