package io.elbowatch.core.replay;

import java.util.ArrayList;
import java.util.List;

/** The images of one partition by ascending offset, in columns: {@value #BYTES_A_ROW} bytes an image. */
final class ReplayLane {
    /** Of the columns below. */
    static final int BYTES_A_ROW = 8 + 8 + 4 + 1 + 2 * 11 * 4;

    private static final int CHUNK = 4096;
    static final byte NEW_ANOMALOUS = 1;
    static final byte OLD_KNOWN = 2;
    static final byte OLD_ANOMALOUS = 4;
    static final byte OLD_NEAR = 8;
    static final byte LABELLED_DEFECT = 16;
    static final byte LABELLED_NORMAL = 32;
    /** What an outcome of the old model does not change. */
    private static final int KEPT = NEW_ANOMALOUS | LABELLED_DEFECT | LABELLED_NORMAL;

    private final List<Chunk> chunks = new ArrayList<>();
    private int size;

    /** A fixed number of rows, so that a growing lane copies nothing. */
    private static final class Chunk {
        private final long[] offsets = new long[CHUNK];
        private final long[] timestamps = new long[CHUNK];
        private final int[] sources = new int[CHUNK];
        private final byte[] states = new byte[CHUNK];
        private final float[] now = new float[CHUNK * Outcome.NAMES.size()];
        private final float[] before = new float[CHUNK * Outcome.NAMES.size()];
    }

    void add(long offset, long timestampMillis, int source, Outcome now) {
        if (size > 0 && offset <= offset(size - 1)) {
            throw new IllegalArgumentException("offset " + offset + " comes after " + offset(size - 1));
        }
        if (size % CHUNK == 0) {
            chunks.add(new Chunk());
        }
        Chunk chunk = chunk(size);
        int row = size % CHUNK;
        chunk.offsets[row] = offset;
        chunk.timestamps[row] = timestampMillis;
        chunk.sources[row] = source;
        chunk.states[row] = now.anomalous() ? NEW_ANOMALOUS : 0;
        put(now.numbers(), chunk.now, row);
        size++;
    }

    /** Notes what the old model says of a row; a second time replaces the first. */
    void old(int i, Outcome before) {
        Chunk chunk = chunk(i);
        int row = i % CHUNK;
        chunk.states[row] = (byte) (chunk.states[row] & KEPT
                | OLD_KNOWN
                | (before.anomalous() ? OLD_ANOMALOUS : 0)
                | (before.near() ? OLD_NEAR : 0));
        put(before.numbers(), chunk.before, row);
    }

    /** Notes a sure label of a row. */
    void label(int i, boolean defect) {
        chunk(i).states[i % CHUNK] |= defect ? LABELLED_DEFECT : LABELLED_NORMAL;
    }

    private static void put(float[] numbers, float[] column, int row) {
        System.arraycopy(numbers, 0, column, row * numbers.length, numbers.length);
    }

    /** The row of an offset; negative if it has none. */
    int find(long offset) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = offset(middle);
            if (found == offset) {
                return middle;
            }
            if (found < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    int size() {
        return size;
    }

    long offset(int i) {
        return chunk(i).offsets[i % CHUNK];
    }

    long timestampMillis(int i) {
        return chunk(i).timestamps[i % CHUNK];
    }

    int source(int i) {
        return chunk(i).sources[i % CHUNK];
    }

    boolean is(int i, byte state) {
        return (chunk(i).states[i % CHUNK] & state) != 0;
    }

    float now(int i, int number) {
        return chunk(i).now[i % CHUNK * Outcome.NAMES.size() + number];
    }

    float before(int i, int number) {
        return chunk(i).before[i % CHUNK * Outcome.NAMES.size() + number];
    }

    private Chunk chunk(int i) {
        return chunks.get(i / CHUNK);
    }
}
