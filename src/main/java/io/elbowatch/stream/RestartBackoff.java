package io.elbowatch.stream;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The rest of threads that died, before they are replaced. Once there is no more to wait for, nobody waits. */
class RestartBackoff {
    private final CountDownLatch over = new CountDownLatch(1);

    /** Returns after this time, or as soon as all rest is over. */
    void take(Duration time) {
        try {
            over.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For good. */
    void end() {
        over.countDown();
    }
}
