package io.elbowatch.stream.reference;

/**
 * What was fetched since the start, and what waits.
 *
 * @param fetched references whose object came
 * @param missing references without an object
 * @param refused references that must not be fetched, or whose server gives nothing
 * @param changed references whose object has another hash
 * @param tooLarge references whose object has too many bytes
 * @param bytes of all objects that came
 * @param nanos of all tries that had an outcome
 * @param failures tries that are repeated
 * @param waiting references that are held back
 * @param bufferedBytes of objects that wait for their turn, or are expected
 * @param unreachableNanos since the first failed try of the reference that waits longest; 0 where none waits
 */
public record ReferenceCounts(
        long fetched,
        long missing,
        long refused,
        long changed,
        long tooLarge,
        long bytes,
        long nanos,
        long failures,
        long waiting,
        long bufferedBytes,
        long unreachableNanos) {
    public static final ReferenceCounts NONE = new ReferenceCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
