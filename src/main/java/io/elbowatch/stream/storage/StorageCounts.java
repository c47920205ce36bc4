package io.elbowatch.stream.storage;

/**
 * What was written since the start, and what waits.
 *
 * @param written objects
 * @param bytes of these
 * @param nanos of the tries that wrote them
 * @param failures tries that are repeated
 * @param waiting objects that are not written yet
 * @param awayNanos since the first failed try, while none has succeeded for what waits; 0 otherwise
 */
public record StorageCounts(long written, long bytes, long nanos, long failures, long waiting, long awayNanos) {
    public static final StorageCounts NONE = new StorageCounts(0, 0, 0, 0, 0, 0);
}
