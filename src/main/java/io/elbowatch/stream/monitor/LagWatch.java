package io.elbowatch.stream.monitor;

import io.elbowatch.stream.monitor.StreamReading.Figure;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the consumer group is behind the producers, looked at from outside every few seconds: a stream thread that
 * hangs cannot hide it, and a partition that no instance owns is seen too (docs/decisions/0010). What the last look
 * could not tell, or what is older than three looks, is not known.
 */
public final class LagWatch implements AutoCloseable {
    static final Duration EVERY = Duration.ofSeconds(5);
    private static final int LOOKS_THAT_COUNT = 3;
    private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);

    private final Offsets offsets;
    private final Clock clock;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lag-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Look last = new Look(Long.MIN_VALUE, Map.of(), List.of());
    private boolean failing; // of the thread that looks

    /** What can be seen of the topic and the group. */
    interface Offsets extends AutoCloseable {

        /** By partition; a group that has committed nothing begins at the first image. */
        Map<Integer, Range> ranges();

        /**
         * When the first image at or after this offset was produced, in Unix milliseconds; empty where it cannot be
         * read in time, as where only the marks of transactions are left.
         */
        OptionalLong timestampMillis(int partition, long offset);

        @Override
        void close();
    }

    /** From the first offset that is not committed to the end, exclusive. */
    record Range(long committed, long end) {}

    private record Look(long atMillis, Map<Integer, Long> ends, List<StreamReading> readings) {}

    public LagWatch(Offsets offsets, Clock clock) {
        this.offsets = offsets;
        this.clock = clock;
    }

    public void start() {
        looks.scheduleWithFixedDelay(this::lookSafely, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    public List<StreamReading> now() {
        Look look = last;
        return clock.millis() - look.atMillis() > LOOKS_THAT_COUNT * EVERY.toMillis() ? List.of() : look.readings();
    }

    private void lookSafely() {
        try {
            look();
            failing = false;
        } catch (RuntimeException e) {
            // Said once: the stream itself says what is wrong with the cluster.
            if (!failing && !looks.isShutdown()) {
                LOG.warn("lag unknown reason=\"{}\"", e.toString());
            }
            failing = true;
        }
    }

    void look() {
        Map<Integer, Long> endsBefore = last.ends();
        Map<Integer, Long> ends = new TreeMap<>();
        List<StreamReading> readings = new ArrayList<>();
        offsets.ranges().forEach((partition, range) -> {
            String label = Integer.toString(partition);
            ends.put(partition, range.end());
            readings.add(new StreamReading(Figure.LAG_IMAGES, label, Math.max(0, range.end() - range.committed())));
            lagSeconds(partition, range, endsBefore.getOrDefault(partition, range.end()))
                    .ifPresent(seconds -> readings.add(new StreamReading(Figure.LAG_SECONDS, label, seconds)));
        });
        last = new Look(clock.millis(), ends, List.copyOf(readings));
    }

    /** An image is read only where one is left that was there at the look before: mostly there is none. */
    private Optional<Double> lagSeconds(int partition, Range range, long endBefore) {
        if (range.committed() >= endBefore) {
            return Optional.of(0.0);
        }
        OptionalLong produced = offsets.timestampMillis(partition, range.committed());
        return produced.isEmpty()
                ? Optional.empty()
                : Optional.of(Math.max(0, clock.millis() - produced.getAsLong()) / 1e3);
    }

    @Override
    public void close() {
        looks.shutdownNow();
        try {
            looks.awaitTermination(EVERY.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        offsets.close();
    }
}
