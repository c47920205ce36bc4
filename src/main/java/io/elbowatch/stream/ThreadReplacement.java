package io.elbowatch.stream;

import io.elbowatch.core.elbo.ModelLostException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies: it is replaced, and Kafka gives its images again; if threads die more often than
 * {@link RestartLimits} allows, or the model is lost, the application stops with the last failure. It is the only owner of
 * such failures.
 *
 * <p>A user whom the cluster no longer lets in, or do what is needed, is a matter of minutes and of somebody else: each thread then waits
 * twice as long as the one before, and the log has one line of it without a stack trace.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);

    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final int MAX_DOUBLINGS = 5;

    private final RestartLimits limits;
    private final Clock clock;
    private final LongConsumer pause;
    private final Deque<Long> replacedAtMillis = new ArrayDeque<>();
    private Throwable fatal;

    /** @param pause waits for so many milliseconds, on the thread that dies */
    ThreadReplacement(RestartLimits limits, Clock clock, LongConsumer pause) {
        this.limits = limits;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        boolean access = KafkaFailure.isOfAccess(failure);
        StreamThreadExceptionResponse response = decide(failure, access);
        if (access && response == StreamThreadExceptionResponse.REPLACE_THREAD) {
            pause.accept(pauseMillis());
        }
        return response;
    }

    private synchronized long pauseMillis() {
        return FIRST_PAUSE_MILLIS << Math.min(MAX_DOUBLINGS, replacedAtMillis.size() - 1);
    }

    private synchronized StreamThreadExceptionResponse decide(Throwable failure, boolean access) {
        if (isOfALostModel(failure)) {
            fatal = failure;
            LOG.error("stream stops replaced={} lost=model", replacedAtMillis.size(), failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        long nowMillis = clock.millis();
        while (!replacedAtMillis.isEmpty()
                && nowMillis - replacedAtMillis.peek() > limits.window().toMillis()) {
            replacedAtMillis.remove();
        }
        if (replacedAtMillis.size() >= limits.max()) {
            fatal = failure;
            if (access) {
                LOG.error(
                        "stream stops replaced={} window={} reason=\"{}\"",
                        replacedAtMillis.size(),
                        limits.window(),
                        KafkaFailure.ofAccess(failure));
            } else {
                LOG.error("stream stops replaced={} window={}", replacedAtMillis.size(), limits.window(), failure);
            }
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replacedAtMillis.add(nowMillis);
        if (access) {
            LOG.warn(
                    "stream thread replaced count={} max={} pause_millis={} reason=\"{}\"",
                    replacedAtMillis.size(),
                    limits.max(),
                    pauseMillis(),
                    KafkaFailure.ofAccess(failure));
        } else {
            LOG.warn("stream thread replaced count={} max={}", replacedAtMillis.size(), limits.max(), failure);
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Then no further thread would get on either. */
    private static boolean isOfALostModel(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ModelLostException) {
                return true;
            }
        }
        return false;
    }

    /** The failure that stopped the application, if one did. */
    synchronized Optional<Throwable> fatal() {
        return Optional.ofNullable(fatal);
    }
}
