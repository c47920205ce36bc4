package io.elbowatch.lab.soak;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends images and reads what becomes of them, each in a thread of its own. It sends up to a limit, which is 0 at first
 * and follows the faults.
 */
final class Traffic {
    /** Committed records are entered at least this often. */
    static final Duration POLL_TIMEOUT = Duration.ofMillis(200);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Feed feed;
    private final OutcomeChecker checker;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread reader = new Thread(this::read, "soak-reader");
    private final Thread sender = new Thread(this::send, "soak-feed");
    private volatile int limit;
    private volatile boolean sending = true;
    private volatile boolean reading = true;

    Traffic(Feed feed, OutcomeChecker checker) {
        this.feed = feed;
        this.checker = checker;
    }

    void start() {
        for (Thread thread : new Thread[] {reader, sender}) {
            thread.setUncaughtExceptionHandler((any, thrown) -> failure.compareAndSet(null, thrown));
            thread.start();
        }
    }

    /** @param images to be sent in all by now */
    void limit(int images) {
        limit = images;
    }

    /** No further image is sent; what was sent is still read. */
    void stopSending() {
        sending = false;
    }

    boolean isSending() {
        return sending;
    }

    /** Why a thread has ended. The soak is invalid then. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Ends both threads. What they use is the caller's afterwards. */
    void end() throws InterruptedException {
        sending = false;
        reading = false;
        reader.join();
        sender.join();
    }

    private void read() {
        while (reading) {
            checker.read(POLL_TIMEOUT);
        }
    }

    private void send() {
        while (sending) {
            if (feed.sent() < limit) {
                feed.burst(limit);
            } else {
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }
}
