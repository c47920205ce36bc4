package io.elbowatch.stream.monitor;

import io.elbowatch.core.Refusal;
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
 * The lag of the consumer group, measured every few seconds outside the stream threads. So a stream thread that hangs
 * cannot hide it, and a partition that no instance owns is measured too (docs/decisions/0010). A lag that the last
 * measurement did not get, or that is older than three intervals, is not reported.
 */
public final class LagWatch implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int MAX_AGE_INTERVALS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(LagWatch.class);

    private final Offsets offsets;
    private final Clock clock;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "lag-watch");
        thread.setDaemon(true);
        return thread;
    });
    private volatile Measurement last = new Measurement(Long.MIN_VALUE, Map.of(), List.of());
    private boolean failing; // used by the measuring thread alone

    /** The offsets of the topic and of the group. */
    interface Offsets extends AutoCloseable {

        /** Ranges by partition; the range of a group without a commit begins at the first image. */
        Map<Integer, Range> ranges();

        /**
         * When the first image at or after this offset was produced, in Unix milliseconds. Empty where it cannot be
         * read in time, for example where only transaction markers are left.
         */
        OptionalLong timestampMillis(int partition, long offset);

        @Override
        void close();
    }

    /** The offsets from the first uncommitted one to the end, exclusive. */
    record Range(long committed, long end) {}

    private record Measurement(long atMillis, Map<Integer, Long> ends, List<StreamReading> readings) {}

    public LagWatch(Offsets offsets, Clock clock) {
        this.offsets = offsets;
        this.clock = clock;
    }

    public void start() {
        executor.scheduleWithFixedDelay(this::measureSafely, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    public List<StreamReading> now() {
        Measurement measured = last;
        return clock.millis() - measured.atMillis() > MAX_AGE_INTERVALS * INTERVAL.toMillis()
                ? List.of()
                : measured.readings();
    }

    private void measureSafely() {
        try {
            measure();
            failing = false;
        } catch (RuntimeException e) {
            // Logged once, because the stream itself reports what is wrong with the cluster.
            if (!failing && !executor.isShutdown()) {
                LOG.warn("lag unknown reason=\"{}\"", e instanceof Refusal ? e.getMessage() : e.toString());
            }
            failing = true;
        }
    }

    void measure() {
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
        last = new Measurement(clock.millis(), ends, List.copyOf(readings));
    }

    /** Reads an image only where one is left that was there at the measurement before. Mostly there is none. */
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
        executor.shutdownNow();
        try {
            executor.awaitTermination(INTERVAL.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        offsets.close();
    }
}
