package io.elbowatch.stream.live;

import java.util.List;

/** The newest scores, up to the capacity: the deciding p-value and all scores of each image. Used by one thread. */
final class ScoreSample {
    static final int CAPACITY = 5_000;

    private final float[][] values; // [CAPACITY][axes]
    private int next;
    private int size;

    ScoreSample(int capacity) {
        values = new float[capacity][];
    }

    /** @param scores in the order of {@link ScoreAxes} */
    void add(float[] scores) {
        values[next] = scores;
        next = (next + 1) % values.length;
        size = Math.min(size + 1, values.length);
    }

    int size() {
        return size;
    }

    /** The counts of each bin of each axis, [axes][bins]. */
    int[][] counts(List<ScoreAxis> axes) {
        int[][] counts = new int[axes.size()][];
        for (int axis = 0; axis < counts.length; axis++) {
            counts[axis] = new int[axes.get(axis).bins()];
            for (int i = 0; i < size; i++) {
                counts[axis][axes.get(axis).bin(values[i][axis])]++;
            }
        }
        return counts;
    }
}
