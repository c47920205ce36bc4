package io.elbowatch.stream;

import io.elbowatch.core.Causes;
import io.elbowatch.core.elbo.ModelLostException;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.RestartLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies: it is replaced, the later the more have died, and Kafka gives its images again; if threads die
 * more often than {@link RestartLimits} allows, or the model is lost, the application stops with the last failure. It is the only owner
 * of such failures.
 *
 * <p>A user whom the cluster no longer lets in, or do what is needed, is a matter of minutes and of somebody else: each thread then waits
 * longer, and the log has one line of it without a stack trace.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);

    private static final Duration FIRST_REST_WITHOUT_ACCESS = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 5;

    private final RestartLimits limits;
    private final Clock clock;
    private final RestartBackoff rest;
    private final Deque<Long> replacedAtMillis = new ArrayDeque<>();
    private Throwable fatal;

    /** @param rest is taken by the thread that died, which Kafka replaces when it is over */
    ThreadReplacement(RestartLimits limits, Clock clock, RestartBackoff rest) {
        this.limits = limits;
        this.clock = clock;
        this.rest = rest;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        Optional<Duration> until = replacement(failure, KafkaFailure.accessDenied(failure));
        until.ifPresent(rest::take);
        return until.isPresent()
                ? StreamThreadExceptionResponse.REPLACE_THREAD
                : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** How long to rest before a replacement; empty for none. */
    private synchronized Optional<Duration> replacement(Throwable failure, Optional<String> denied) {
        // No further thread could score either.
        if (Causes.find(ModelLostException.class, failure).isPresent()) {
            fatal = failure;
            LOG.error("stream stops replaced={} lost=model", replacedAtMillis.size(), failure);
            return Optional.empty();
        }
        long nowMillis = clock.millis();
        while (!replacedAtMillis.isEmpty()
                && nowMillis - replacedAtMillis.peek() > limits.window().toMillis()) {
            replacedAtMillis.remove();
        }
        if (replacedAtMillis.size() >= limits.max()) {
            fatal = failure;
            if (denied.isPresent()) {
                LOG.error(
                        "stream stops replaced={} window={} reason=\"{}\"",
                        replacedAtMillis.size(),
                        limits.window(),
                        denied.get());
            } else {
                LOG.error("stream stops replaced={} window={}", replacedAtMillis.size(), limits.window(), failure);
            }
            return Optional.empty();
        }
        int replaced = replacedAtMillis.size();
        Duration until = denied.isPresent()
                ? FIRST_REST_WITHOUT_ACCESS.multipliedBy(1L << Math.min(MAX_DOUBLINGS, replaced))
                : limits.backoffAfter(replaced);
        replacedAtMillis.add(nowMillis);
        if (denied.isPresent()) {
            LOG.warn(
                    "stream thread replaced count={} max={} rest={} reason=\"{}\"",
                    replacedAtMillis.size(),
                    limits.max(),
                    until,
                    denied.get());
        } else {
            LOG.warn(
                    "stream thread replaced count={} max={} rest={}",
                    replacedAtMillis.size(),
                    limits.max(),
                    until,
                    failure);
        }
        return Optional.of(until);
    }

    /** The failure that stopped the application, if one did. */
    synchronized Optional<Throwable> fatal() {
        return Optional.ofNullable(fatal);
    }
}
