package io.elbowatch.stream.access;

import io.elbowatch.core.Refusal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The retries of a start whose cluster does not answer, because it is busy or starts itself. It tries again after
 * a growing pause, says every 10 s what it waits for, and ends at once at a failure that waiting does not heal. For one
 * thread.
 */
public final class StartRetry {
    private static final Logger LOG = LoggerFactory.getLogger(StartRetry.class);
    private static final long NOTICE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Duration limit;
    private final LongSupplier nanos;
    private final Consumer<Duration> pause;
    private final Notice notice;
    private final long begun;
    private long noticed;

    /** Says what is waited for. */
    interface Notice {
        void waits(long seconds, long limitSeconds, String reason);
    }

    /** @param limit of all attempts together */
    public StartRetry(Duration limit) {
        this(limit, System::nanoTime, pause -> LockSupport.parkNanos(pause.toNanos()), StartRetry::log);
    }

    /**
     * As above, with another clock.
     *
     * @param pause waits this long
     */
    StartRetry(Duration limit, LongSupplier nanos, Consumer<Duration> pause, Notice notice) {
        this.limit = limit;
        this.nanos = nanos;
        this.pause = pause;
        this.notice = notice;
        this.begun = nanos.getAsLong();
        this.noticed = begun;
    }

    /** The time until the limit; not positive after it. */
    Duration left() {
        return limit.minusNanos(nanos.getAsLong() - begun);
    }

    /** To be called often while a thread waits. @param reason as far as it is known */
    void waiting(String reason) {
        long now = nanos.getAsLong();
        if (now - noticed >= NOTICE_NANOS) {
            noticed = now;
            notice.waits(TimeUnit.NANOSECONDS.toSeconds(now - begun), limit.toSeconds(), reason);
        }
    }

    private static void log(long seconds, long limitSeconds, String reason) {
        LOG.info("start waits for Kafka seconds={} of={} reason=\"{}\"", seconds, limitSeconds, reason);
    }

    /**
     * The result of the first attempt that succeeds.
     *
     * @throws Refusal of the last attempt, or of the first one whose failure does not heal
     */
    public <T> T until(Supplier<T> attempt) {
        Duration next = FIRST_PAUSE;
        while (true) {
            try {
                return attempt.get();
            } catch (Refusal e) {
                if (e.getCause() == null || !KafkaFailure.heals(e.getCause())) {
                    throw e;
                }
                if (left().compareTo(next) <= 0) {
                    throw new Refusal(
                            e.getMessage() + ", for " + limit.toSeconds() + " s",
                            e.remedy() + "; start.timeout is the time that a start waits",
                            e.getCause());
                }
                waiting(e.getMessage());
                pause.accept(next);
                next = next.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next.multipliedBy(2);
            }
        }
    }
}
