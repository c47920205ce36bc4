package io.elbowatch.stream.storage;

import io.elbowatch.core.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes objects beside the stream, several at a time. A try that fails is repeated for ever, with pauses, as long as
 * somebody waits for its object. While the store is away, one dropped object is repeated, too, to find out when the store is
 * back. Used by all stream threads.
 */
public final class Storage implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final Duration OBSTACLE_AFTER = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final int MAX_DOUBLINGS = 10;
    private static final String CHECK = "elbowatch-check.txt";

    private final StorageSettings settings;
    private final Duration maxWait;
    private final ObjectWriter writer;
    private final LongSupplier nanos;
    private final ScheduledThreadPoolExecutor threads;
    private final Set<Write> failing = new LinkedHashSet<>(); // guarded by this
    private long waiting; // guarded by this
    private boolean closed; // guarded by this
    private volatile boolean away; // whether any is failing
    private final LongAdder written = new LongAdder();
    private final LongAdder writtenBytes = new LongAdder();
    private final LongAdder writeNanos = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /**
     * With the stores of the settings.
     *
     * @param maxWait how long {@link #await} waits: a transaction and a poll must outlast it
     */
    public Storage(StorageSettings settings, Duration maxWait) {
        this(settings, maxWait, new PlaceWriter(settings), System::nanoTime);
    }

    public Storage(StorageSettings settings, Duration maxWait, ObjectWriter writer, LongSupplier nanos) {
        this.settings = settings;
        this.maxWait = maxWait;
        this.writer = writer;
        this.nanos = nanos;
        AtomicInteger number = new AtomicInteger();
        threads = new ScheduledThreadPoolExecutor(settings.parallel(), task -> {
            Thread thread = new Thread(task, "storage-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.setKeepAliveTime(IDLE.toSeconds(), TimeUnit.SECONDS);
        threads.allowCoreThreadTimeOut(true);
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    public StorageSettings settings() {
        return settings;
    }

    /**
     * Begins to write a small object to each address. A store that takes none counts as away from the start, before an image
     * waits for it.
     */
    public void check() {
        byte[] text = "Elbowatch writes here.\n".getBytes(StandardCharsets.UTF_8);
        settings.addresses().forEach(address -> drop(begin(address.of(CHECK), text, "text/plain")));
    }

    /** Begins to write an object. */
    public Write begin(String uri, byte[] bytes, String contentType) {
        Write write = new Write(uri, bytes, contentType);
        synchronized (this) {
            waiting++;
        }
        threads.execute(() -> run(write));
        return write;
    }

    /**
     * Waits until all are written.
     *
     * @throws StoreAwayException when they are not in time; they are dropped then, and the store counts as away
     */
    public void await(Collection<Write> writes) {
        CompletableFuture<?>[] all = writes.stream().map(write -> write.done).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(all).get(maxWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw gaveUp(writes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw gaveUp(writes);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a write ends by success alone", e);
        }
    }

    private synchronized StoreAwayException gaveUp(Collection<Write> writes) {
        List<Write> left = writes.stream().filter(write -> !write.isDone()).toList();
        left.forEach(this::fail);
        String why = left.isEmpty() ? "interrupted" : left.get(0).why;
        left.forEach(this::drop);
        return new StoreAwayException(
                left.size() + " objects were not written within " + maxWait.toMillis() + " ms: " + Printable.line(why));
    }

    /** Nobody waits for it any more. */
    public synchronized void drop(Write write) {
        if (write.dropped || write.isDone()) {
            return;
        }
        write.dropped = true;
        waiting--;
        if (failing.size() > 1) {
            failing.remove(write); // another one finds out when the store is back
        }
    }

    private void run(Write write) {
        synchronized (this) {
            boolean needless = write.dropped && !failing.contains(write) && (away || write.failures > 0);
            if (closed || needless) {
                return;
            }
        }
        long started = nanos.getAsLong();
        try {
            writer.write(write.uri, write.bytes, write.contentType);
            done(write, nanos.getAsLong() - started);
        } catch (IOException e) {
            failed(write, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            failed(write, e.toString());
        } catch (Error e) {
            failed(write, e.toString());
            throw e;
        }
    }

    private void done(Write write, long tookNanos) {
        written.increment();
        writtenBytes.add(write.size());
        writeNanos.add(tookNanos);
        synchronized (this) {
            if (!write.dropped) {
                waiting--;
            }
            failing.remove(write);
            failing.removeIf(other -> other.dropped); // the store answers again
            away = !failing.isEmpty();
            if (write.failures > 0 && !away) {
                LOG.info("objects are written again store={}", Printable.line(store(write)));
            }
            write.bytes = null;
            write.done.complete(null);
        }
    }

    private synchronized void failed(Write write, String why) {
        failures.increment();
        write.why = why;
        if (closed) {
            return;
        }
        if (!write.dropped || failing.isEmpty() || failing.contains(write)) {
            fail(write);
            threads.schedule(() -> run(write), pauseMillis(write), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void fail(Write write) {
        if (failing.isEmpty()) {
            LOG.warn(
                    "objects cannot be written store={} reason=\"{}\"; the stream waits",
                    Printable.line(store(write)),
                    Printable.line(write.why));
        }
        if (write.failures++ == 0) {
            write.firstFailureNanos = nanos.getAsLong();
        }
        failing.add(write);
        away = true;
    }

    /** Between half of the time and all of it, so that not all come at once. */
    private static long pauseMillis(Write write) {
        long full = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(write.failures - 1, MAX_DOUBLINGS));
        return full / 2 + Math.floorMod(System.identityHashCode(write), full / 2);
    }

    /** The address up to its path, for logs. */
    private String store(Write write) {
        return settings.addresses().stream()
                .map(StoreAddress::beginning)
                .filter(write.uri::startsWith)
                .findFirst()
                .orElse(write.uri);
    }

    /** Whether the store does not take objects at present: then no more images are read. */
    public boolean isAway() {
        return away;
    }

    /** Why nothing can be committed at present; empty where nothing is known that prevents it. */
    public synchronized Optional<String> obstacle() {
        long now = nanos.getAsLong();
        return longest()
                .filter(write -> now - write.firstFailureNanos > OBSTACLE_AFTER.toNanos())
                .map(write -> "an object could not be written for "
                        + TimeUnit.NANOSECONDS.toSeconds(now - write.firstFailureNanos) + " s: " + write.why);
    }

    private Optional<Write> longest() {
        return failing.stream().min(Comparator.comparingLong(write -> write.firstFailureNanos));
    }

    /** What was written since the start, and what waits. */
    public synchronized StorageCounts counts() {
        return new StorageCounts(
                written.sum(),
                writtenBytes.sum(),
                writeNanos.sum(),
                failures.sum(),
                waiting,
                longest()
                        .map(write -> nanos.getAsLong() - write.firstFailureNanos)
                        .orElse(0L));
    }

    /** To be called after the stream is closed. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        threads.shutdownNow();
        writer.close();
    }
}
