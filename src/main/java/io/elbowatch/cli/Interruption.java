package io.elbowatch.cli;

import io.elbowatch.core.Causes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stops a command at Ctrl-C or SIGTERM. The process waits until the command calls {@link #close()}, 25 seconds at most:
 * longer than the timeout of the stream's own close. It waits for nothing while the command still starts: there is
 * nothing to finish.
 */
public final class Interruption {
    private static final long TIMEOUT_SECONDS = 25;
    /** Whether a command has something to finish. */
    private static volatile boolean working;
    /** Whether the process ends while no command has. */
    private static volatile boolean abandoned;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Runnable stop, Runnable abandon) {
        hook = new Thread(
                () -> {
                    boolean begun = working;
                    abandoned = !begun;
                    stop.run();
                    if (begun) {
                        awaitEnd();
                    } else {
                        abandon.run();
                    }
                },
                "elbowatch-stop");
    }

    /** Calls {@code stop} when the process is stopped, until it is closed. */
    public static Interruption calling(Runnable stop) {
        Interruption interruption = ofStart(stop, () -> {});
        interruption.started();
        return interruption;
    }

    /**
     * As above, for a command that starts.
     *
     * @param abandon called after {@code stop} where {@link #started} was not called before
     */
    public static Interruption ofStart(Runnable stop, Runnable abandon) {
        Interruption interruption = new Interruption(stop, abandon);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** From now on the process waits for the command. */
    public void started() {
        working = true;
    }

    /** Notes the end of a process whose command has no interruption of its own, or none yet. */
    static void note() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> abandoned = !working, "elbowatch-end"));
    }

    /**
     * Whether a failure says no more than that the process is abandoned: classes that are loaded meanwhile cannot add their own
     * hooks, for example.
     */
    static boolean explains(Throwable failure) {
        return abandoned
                || Causes.chain(failure).stream()
                        .anyMatch(cause -> cause instanceof IllegalStateException
                                && "Shutdown in progress".equals(cause.getMessage()));
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
        working = false;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process is shutting down, because the hook runs
        }
    }
}
