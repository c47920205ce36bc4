package io.elbowatch.stream;

import io.elbowatch.core.Causes;
import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ModelLostException;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.storage.StoreAwayException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces stream threads that died. The backoff grows with the number of deaths; Kafka delivers the images of the
 * thread again. When threads die more often than {@link RestartLimits} allows, or the model is lost, the application
 * stops with the last failure. Such failures are handled and logged here only.
 *
 * <p>A user without access, by login or by ACL, needs minutes and another person to fix. The backoff is then longer,
 * and the log has one line without a stack trace. A store that is away ends threads, too, and counts as no death: the next
 * thread reads nothing until it is back.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);

    private static final Duration FIRST_BACKOFF_WITHOUT_ACCESS = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 5;

    private final RestartLimits limits;
    private final LongSupplier nanoTime;
    private final RestartBackoff backoff;
    private final Function<Throwable, Optional<Refusal>> refusedRecords;
    private final Deque<Long> replacedAtNanos = new ArrayDeque<>();
    private Throwable fatal;

    /**
     * @param backoff holds the thread that died; Kafka replaces it afterwards
     * @param refusedRecords prepares the next attempt where a broker refused a record, and says what to report if none
     *     succeeds
     */
    ThreadReplacement(
            RestartLimits limits,
            LongSupplier nanoTime,
            RestartBackoff backoff,
            Function<Throwable, Optional<Refusal>> refusedRecords) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.backoff = backoff;
        this.refusedRecords = refusedRecords;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        Throwable reported =
                refusedRecords.apply(failure).map(Throwable.class::cast).orElse(failure);
        Optional<Duration> wait = replacement(failure, reported, KafkaFailure.accessDenied(failure));
        wait.ifPresent(backoff::await);
        return wait.isPresent()
                ? StreamThreadExceptionResponse.REPLACE_THREAD
                : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** The backoff before the replacement; empty when the stream stops instead. */
    private synchronized Optional<Duration> replacement(
            Throwable failure, Throwable reported, Optional<String> denied) {
        // A new thread would not have the model either.
        if (Causes.find(ModelLostException.class, failure).isPresent()) {
            fatal = failure;
            LOG.error("stream stops replaced={} lost=model", replacedAtNanos.size(), failure);
            return Optional.empty();
        }
        Optional<StoreAwayException> away = Causes.find(StoreAwayException.class, failure);
        if (away.isPresent()) { // no fault of this program; the next thread reads nothing until the store is back
            LOG.warn(
                    "stream thread replaced reason=\"{}\"",
                    Printable.line(away.get().getMessage()));
            return Optional.of(Duration.ZERO);
        }
        long nowNanos = nanoTime.getAsLong();
        while (!replacedAtNanos.isEmpty()
                && Duration.ofNanos(nowNanos - replacedAtNanos.peek()).compareTo(limits.window()) > 0) {
            replacedAtNanos.remove();
        }
        if (replacedAtNanos.size() >= limits.max()) {
            fatal = reported;
            if (denied.isPresent()) {
                LOG.error(
                        "stream stops replaced={} window={} reason=\"{}\"",
                        replacedAtNanos.size(),
                        limits.window(),
                        denied.get());
            } else {
                LOG.error("stream stops replaced={} window={}", replacedAtNanos.size(), limits.window(), failure);
            }
            return Optional.empty();
        }
        int replaced = replacedAtNanos.size();
        Duration wait = denied.isPresent()
                ? FIRST_BACKOFF_WITHOUT_ACCESS.multipliedBy(1L << Math.min(MAX_DOUBLINGS, replaced))
                : limits.backoffAfter(replaced);
        replacedAtNanos.add(nowNanos);
        if (denied.isPresent()) {
            LOG.warn(
                    "stream thread replaced count={} max={} rest={} reason=\"{}\"",
                    replacedAtNanos.size(),
                    limits.max(),
                    wait,
                    denied.get());
        } else {
            LOG.warn(
                    "stream thread replaced count={} max={} rest={}",
                    replacedAtNanos.size(),
                    limits.max(),
                    wait,
                    failure);
        }
        return Optional.of(wait);
    }

    /** The failure that stopped the application, if one did. */
    synchronized Optional<Throwable> fatal() {
        return Optional.ofNullable(fatal);
    }
}
