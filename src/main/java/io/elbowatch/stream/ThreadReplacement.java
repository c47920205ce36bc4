package io.elbowatch.stream;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies: it is replaced, and Kafka gives its images again; if threads die more often than
 * {@link RestartLimits} allows, the application stops with the last failure. It is the only owner of such failures.
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

    /** The failure that stopped the application, if one did. */
    synchronized Optional<Throwable> fatal() {
        return Optional.ofNullable(fatal);
    }
}
