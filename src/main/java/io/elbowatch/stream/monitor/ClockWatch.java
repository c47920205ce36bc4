package io.elbowatch.stream.monitor;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the clock of this machine was set back. Kafka's clients measure the time to the next heartbeat by the wall
 * clock: until it has caught up with its own past they send none, drop out of their group, and join it again, which
 * stops all members each time. May be called by any thread.
 */
public final class ClockWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    /** A session outlasts it. */
    private static final Duration TOLERATED = Duration.ofSeconds(5);

    private final LongSupplier millis;
    private long latestMillis;
    private boolean reported;

    public ClockWatch() {
        this(System::currentTimeMillis);
    }

    ClockWatch(LongSupplier millis) {
        this.millis = millis;
        this.latestMillis = millis.getAsLong();
    }

    /** What is wrong with the clock; empty where nothing is, and once it has caught up. */
    public synchronized Optional<String> obstacle() {
        long now = millis.getAsLong();
        latestMillis = Math.max(latestMillis, now);
        Duration behind = Duration.ofMillis(latestMillis - now);
        if (behind.compareTo(TOLERATED) <= 0) {
            reported = false;
            return Optional.empty();
        }
        String reason = "the clock was set back and is " + behind.toSeconds() + " s behind what it was; Kafka's clients"
                + " send no heartbeats until it has caught up";
        if (!reported) {
            LOG.warn("clock set back reason=\"{}\" remedy=\"restart this process\"", reason);
            reported = true;
        }
        return Optional.of(reason);
    }
}
