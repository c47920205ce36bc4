package io.elbowatch.stream.control;

import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Threads that wait until the settings topic is read to the end that it had when they asked. Used by many threads: those
 * that wait, and the one that reads and answers them.
 */
final class CatchUps {
    /** Below the shortest useful transaction.timeout.ms: a thread that waits here may have a transaction open. */
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Duration SLICE = Duration.ofMillis(500);

    private final String topic;
    private final BooleanSupplier followed;
    private final BooleanSupplier applying;
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
    private volatile Error ended; // what ended the reading; null while nothing did

    /**
     * @param followed whether the topic is read: while it is not, nobody will answer
     * @param applying whether a record is being applied, which may take longer than the timeout
     */
    CatchUps(String topic, BooleanSupplier followed, BooleanSupplier applying) {
        this.topic = topic;
        this.followed = followed;
        this.applying = applying;
    }

    /** A question for the thread that reads. It must be given to {@link #await}. */
    CompletableFuture<Void> ask() {
        CompletableFuture<Void> caughtUp = new CompletableFuture<>();
        waiting.add(caughtUp);
        return caughtUp;
    }

    /** Waits for the answer. @throws Refusal when reading takes longer than the timeout or fails */
    void await(CompletableFuture<Void> caughtUp) {
        try {
            awaitAnswer(caughtUp);
        } catch (TimeoutException e) {
            throw unreadable("its end was not reached within " + TIMEOUT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Refusal refusal
                    ? refusal
                    : unreadable(Printable.line(String.valueOf(e.getCause().getMessage())), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable("interrupted", e);
        } finally {
            waiting.remove(caughtUp);
        }
    }

    private void awaitAnswer(CompletableFuture<Void> caughtUp)
            throws InterruptedException, ExecutionException, TimeoutException {
        long aliveNanos = System.nanoTime();
        while (true) {
            try {
                caughtUp.get(SLICE.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                if (!followed.getAsBoolean() && !caughtUp.isDone()) {
                    throw new ExecutionException(notFollowed()); // its last state may be "loading" for ever
                }
                if (applying.getAsBoolean()) {
                    aliveNanos = System.nanoTime();
                } else if (System.nanoTime() - aliveNanos > TIMEOUT.toNanos()) {
                    throw e;
                }
            }
        }
    }

    /** Those that wait now. What is the end of the topic afterwards holds for all of them. */
    List<CompletableFuture<Void>> waiting() {
        return List.copyOf(waiting);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Everything is read that they asked for. */
    void answer(List<CompletableFuture<Void>> answered) {
        waiting.removeAll(answered);
        answered.forEach(caughtUp -> caughtUp.complete(null));
    }

    /** The topic cannot be read at present. */
    void fail(RuntimeException e) {
        waiting.forEach(caughtUp -> caughtUp.completeExceptionally(e));
    }

    /** The topic will not be read again. */
    void end(Error e) {
        ended = e;
        waiting.forEach(caughtUp -> caughtUp.completeExceptionally(notFollowed()));
    }

    private Refusal unreadable(String why, Throwable cause) {
        return new Refusal(
                "cannot read the topic " + topic + ", so it is not known which settings are in force: " + why,
                "check that it exists and that this user has the ACLs READ and DESCRIBE on it, or leave topics.settings out",
                cause);
    }

    private Refusal notFollowed() {
        return new Refusal(
                "the topic " + topic + " is no longer read, so it is not known which settings are in force"
                        + (ended == null ? "" : ": " + ended),
                "restart this instance; its log tells what ended the reading",
                ended);
    }
}
