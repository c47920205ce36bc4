package io.elbowatch.stream.reference;

import io.elbowatch.stream.intake.Claim;
import java.io.IOException;

/**
 * One reference on its way: it waits, runs, waits again after a failure, is done or dropped. The bytes that it holds or
 * expects are counted from the begin of a try until it is taken or dropped. Begun by its stream thread, run by another one.
 */
final class Fetch {
    private final Claim claim;
    private final String store;
    private State state = State.WAITING; // this and all below guarded by this
    private Outcome outcome; // null until done
    private long countedBytes;
    private int failures;
    private long firstFailureNanos;
    private long failedAtNanos;
    private String why = "";
    private boolean awaited = true;

    private enum State {
        WAITING,
        RUNNING,
        DONE,
        DROPPED
    }

    Fetch(Claim claim) {
        this.claim = claim;
        this.store = store(claim.uri());
    }

    /** The store of an address, for logs and to tell one that is back: the address up to its path. */
    private static String store(String uri) {
        int host = uri.indexOf("://");
        int path = host < 0 ? uri.indexOf(':') + 1 : uri.indexOf('/', host + 3);
        return path <= 0 ? "" : uri.substring(0, path);
    }

    Claim claim() {
        return claim;
    }

    String store() {
        return store;
    }

    /** Whether a try may begin. @param storeAnsweredNanos when its store last gave an object */
    synchronized boolean isDue(long nowNanos, long storeAnsweredNanos) {
        if (state != State.WAITING) {
            return false;
        }
        if (failures == 0) {
            return true;
        }
        boolean back = storeAnsweredNanos - failedAtNanos > 0;
        return nowNanos - failedAtNanos >= (back ? Backoff.FIRST_NANOS : Backoff.nanos(failures, hashCode()));
    }

    synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    synchronized boolean isDone() {
        return state == State.DONE;
    }

    /** @param bytes that the object may have */
    synchronized void begun(long bytes) {
        state = State.RUNNING;
        countedBytes = bytes;
    }

    /** Ends with an outcome. Returns by how many bytes the counted ones change. */
    synchronized long done(Outcome result) {
        if (state == State.DROPPED) {
            return release();
        }
        state = State.DONE;
        outcome = result;
        long before = countedBytes;
        countedBytes = result instanceof Outcome.Fetched fetched ? fetched.bytes().length : 0;
        return countedBytes - before;
    }

    /** Waits for its next try. Returns by how many bytes the counted ones change. */
    synchronized long failed(IOException failure, long nowNanos) {
        if (state == State.RUNNING) {
            state = State.WAITING;
        }
        if (failures == 0) {
            firstFailureNanos = nowNanos;
        }
        failures++;
        failedAtNanos = nowNanos;
        why = String.valueOf(failure.getMessage());
        return release();
    }

    /** True at the first call. */
    synchronized boolean endWaiting() {
        boolean before = awaited;
        awaited = false;
        return before;
    }

    /** Nobody waits for it any more. Returns by how many bytes the counted ones change. */
    synchronized long drop() {
        boolean running = state == State.RUNNING;
        state = State.DROPPED;
        outcome = null;
        return running ? 0 : release(); // what runs still takes its memory
    }

    /** The outcome of one that is done; the bytes are counted until {@link #drop}. */
    synchronized Outcome outcome() {
        if (outcome == null) {
            throw new IllegalStateException("the object is not here");
        }
        return outcome;
    }

    synchronized boolean isDropped() {
        return state == State.DROPPED;
    }

    synchronized long failingNanos(long nowNanos) {
        return failures == 0 ? 0 : nowNanos - firstFailureNanos;
    }

    synchronized String why() {
        return why;
    }

    private long release() {
        long before = countedBytes;
        countedBytes = 0;
        return -before;
    }
}
