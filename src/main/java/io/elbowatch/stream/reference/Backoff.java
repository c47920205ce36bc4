package io.elbowatch.stream.reference;

import java.time.Duration;

/** How long a reference waits after its tries failed: twice as long each time, up to a limit, spread so that not all come at once. */
final class Backoff {
    static final long FIRST_NANOS = Duration.ofMillis(100).toNanos();
    static final long LONGEST_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int MAX_DOUBLINGS = 10;
    private static final int SPREAD = 1000;

    private Backoff() {}

    /** Between half of the time and all of it. @param failures at least 1 @param seed tells references apart */
    static long nanos(int failures, int seed) {
        long full = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(failures - 1, MAX_DOUBLINGS));
        return full / 2 + full / 2 / SPREAD * Math.floorMod(seed, SPREAD);
    }
}
