package io.elbowatch.stream.lookup;

import java.time.Duration;

/**
 * How much one look-up reads at most.
 *
 * @param records of all partitions
 * @param bytes of keys and values
 * @param time from its beginning
 */
record ReadLimits(int records, long bytes, Duration time) {
    /** Some seconds of the scores of a busy cluster; on a usual machine a second. */
    static final ReadLimits SEARCH = new ReadLimits(50_000, 64 << 20, Duration.ofSeconds(5));

    /** What a search takes for records with a time that should not be. */
    static final ReadLimits BACK = new ReadLimits(10_000, 16 << 20, Duration.ofSeconds(1));

    /** What a browser draws; parsing takes 10 µs a score. */
    static final ReadLimits HISTORY = new ReadLimits(40_000, 64 << 20, Duration.ofSeconds(5));
}
