package io.elbowatch.stream.reference;

import io.elbowatch.core.Printable;
import io.elbowatch.core.Rejection.Reason;
import io.elbowatch.stream.intake.Arrival;
import io.elbowatch.stream.intake.Claim;
import io.elbowatch.stream.intake.InputRecord;
import io.elbowatch.stream.intake.Intakes;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the objects of references beside the stream, bounded in number and bytes. A try that fails is repeated for ever,
 * with pauses. Used by all stream threads; each has {@link HeldRecords} of its own.
 */
public final class References implements ReferencedImages, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(References.class);
    private static final Duration OBSTACLE_AFTER = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final ReferenceSettings settings;
    private final ObjectSource source;
    private final LongSupplier nanos;
    private final ThreadPoolExecutor threads;
    private final ThreadLocal<HeldRecords> ofThread = new ThreadLocal<>();
    private final AtomicLong countedBytes = new AtomicLong();
    private final AtomicLong waiting = new AtomicLong();
    private final Set<Fetch> failing = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> answeredAtNanos = new ConcurrentHashMap<>(); // by store
    private final Set<String> unreachable = ConcurrentHashMap.newKeySet(); // stores that were logged as such
    private final LongAdder fetched = new LongAdder();
    private final LongAdder fetchedBytes = new LongAdder();
    private final LongAdder fetchNanos = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Map<Reason, LongAdder> refused = new EnumMap<>(Reason.class);

    /** With the stores that the settings allow. */
    public References(ReferenceSettings settings) {
        this(settings, new StoredObjects(settings), System::nanoTime);
    }

    References(ReferenceSettings settings, ObjectSource source, LongSupplier nanos) {
        this.settings = settings;
        this.source = source;
        this.nanos = nanos;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                settings.parallel(),
                settings.parallel(),
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> {
                    Thread thread = new Thread(task, "reference-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        for (Reason reason : Reason.values()) {
            refused.put(reason, new LongAdder());
        }
    }

    @Override
    public Optional<HeldRecords> between(Intakes intakes) {
        return Optional.of(new HeldRecords(this, record -> claim(intakes, InputRecord.of(record))));
    }

    private static Optional<Claim> claim(Intakes intakes, InputRecord record) {
        return intakes.mayRefer(record) && intakes.read(record) instanceof Arrival.Reference reference
                ? Optional.of(reference.claim())
                : Optional.empty();
    }

    /** The calling thread reads through these records from now on. */
    void readBy(HeldRecords records) {
        ofThread.set(records);
    }

    @Override
    public Outcome take(String topic, int partition, long offset) {
        HeldRecords records = ofThread.get();
        if (records == null) {
            throw new IllegalStateException("this thread has no consumer");
        }
        return records.take(topic, partition, offset);
    }

    /** A reference was read. */
    void added() {
        waiting.incrementAndGet();
    }

    int parallel() {
        return settings.parallel();
    }

    /** Whether objects are fetched ahead. While a store does not answer, only what is needed next is asked for. */
    boolean hasRoom() {
        return countedBytes.get() + settings.maxBytes() <= settings.bufferBytes() && failing.isEmpty();
    }

    /** Begins a try if it is time for one. @param awaited whether a partition waits for this object alone */
    boolean begin(Fetch fetch, boolean awaited) {
        long storeAnswered = answeredAtNanos.getOrDefault(fetch.store(), Long.MIN_VALUE / 2);
        if (!awaited && !hasRoom() || !fetch.isDue(nanos.getAsLong(), storeAnswered)) {
            return false;
        }
        fetch.begun(settings.maxBytes());
        countedBytes.addAndGet(settings.maxBytes());
        threads.execute(() -> run(fetch));
        return true;
    }

    private void run(Fetch fetch) {
        long started = nanos.getAsLong();
        try {
            Outcome outcome = source.get(fetch.claim());
            fetchNanos.add(nanos.getAsLong() - started);
            done(fetch, outcome);
        } catch (IOException e) {
            failed(fetch, e);
        } catch (RuntimeException e) {
            failed(fetch, new IOException(e.toString(), e));
        } catch (Error e) {
            failed(fetch, new IOException(e.toString(), e));
            throw e;
        }
    }

    /** Counts last: who sees the count can take the outcome. */
    private void done(Fetch fetch, Outcome outcome) {
        answeredAtNanos.put(fetch.store(), nanos.getAsLong());
        failing.remove(fetch);
        if (unreachable.remove(fetch.store())) {
            LOG.info("objects of references are fetched again store={}", Printable.line(fetch.store()));
        }
        endWaiting(fetch);
        countedBytes.addAndGet(fetch.done(outcome));
        count(outcome);
    }

    private void count(Outcome outcome) {
        if (outcome instanceof Outcome.Fetched object) {
            fetched.increment();
            fetchedBytes.add(object.bytes().length);
        } else if (outcome instanceof Outcome.Refused refusal) {
            refused.get(refusal.rejection().reason()).increment();
        }
    }

    private void failed(Fetch fetch, IOException failure) {
        if (!fetch.isDropped() && !threads.isShutdown()) {
            if (unreachable.add(fetch.store())) {
                LOG.warn(
                        "objects of references cannot be fetched store={} reason=\"{}\"; their partitions wait",
                        Printable.line(fetch.store()),
                        Printable.line(String.valueOf(failure.getMessage())));
            }
            failing.add(fetch);
        }
        countedBytes.addAndGet(fetch.failed(failure, nanos.getAsLong()));
        if (fetch.isDropped()) {
            failing.remove(fetch);
        }
        failures.increment();
    }

    /** Nobody waits for it any more, or its outcome was taken. */
    void drop(Fetch fetch) {
        endWaiting(fetch);
        countedBytes.addAndGet(fetch.drop());
        failing.remove(fetch);
    }

    private void endWaiting(Fetch fetch) {
        if (fetch.endWaiting()) {
            waiting.decrementAndGet();
        }
    }

    /** What was fetched since the start, and what waits. */
    public ReferenceCounts counts() {
        return new ReferenceCounts(
                fetched.sum(),
                refused.get(Reason.REFERENCE_MISSING).sum(),
                refused.get(Reason.REFERENCE_REFUSED).sum(),
                refused.get(Reason.REFERENCE_CHANGED).sum(),
                refused.get(Reason.TOO_MANY_BYTES).sum(),
                fetchedBytes.sum(),
                fetchNanos.sum(),
                failures.sum(),
                waiting.get(),
                countedBytes.get(),
                longest().map(fetch -> fetch.failingNanos(nanos.getAsLong())).orElse(0L));
    }

    private Optional<Fetch> longest() {
        long now = nanos.getAsLong();
        return failing.stream().max(Comparator.comparingLong(fetch -> fetch.failingNanos(now)));
    }

    @Override
    public Optional<String> obstacle() {
        long now = nanos.getAsLong();
        return longest()
                .filter(fetch -> fetch.failingNanos(now) > OBSTACLE_AFTER.toNanos())
                .map(fetch -> "the object of a reference could not be fetched for "
                        + TimeUnit.NANOSECONDS.toSeconds(fetch.failingNanos(now)) + " s: " + fetch.why());
    }

    /** To be called after the stream is closed. */
    @Override
    public void close() {
        threads.shutdownNow();
        source.close();
    }
}
