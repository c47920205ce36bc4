package io.elbowatch.stream;

import io.elbowatch.core.elbo.ModelLostException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies: it is replaced, and Kafka gives its images again; if threads die more often than
 * {@link RestartLimits} allows, or the model is lost, the application stops with the last failure. It is the only owner of
 * such failures.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);

    private final RestartLimits limits;
    private final Clock clock;
    private final Deque<Long> replacedAtMillis = new ArrayDeque<>();
    private Throwable fatal;

    ThreadReplacement(RestartLimits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
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
            LOG.error("stream stops replaced={} window={}", replacedAtMillis.size(), limits.window(), failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replacedAtMillis.add(nowMillis);
        LOG.warn("stream thread replaced count={} max={}", replacedAtMillis.size(), limits.max(), failure);
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
