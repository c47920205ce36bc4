package io.elbowatch.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a command at Ctrl-C or SIGTERM. The process waits until the command calls {@link #close()}, 25 seconds at most:
 * longer than the timeout of the stream's own close.
 */
public final class Interruption {
    private static final long TIMEOUT_SECONDS = 25;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Runnable stop) {
        hook = new Thread(
                () -> {
                    stop.run();
                    awaitEnd();
                },
                "elbowatch-stop");
    }

    /** Calls {@code stop} when the process is stopped, until it is closed. */
    public static Interruption calling(Runnable stop) {
        Interruption interruption = new Interruption(stop);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void awaitEnd() {
        try {
            ended.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended: the process may exit. */
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is shutting down, because the hook runs
        }
    }
}
