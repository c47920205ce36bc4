package io.elbowatch.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * The few batch sizes that a device sees: smaller batches are filled up with blank images, larger ones go in pieces. Memory of a CUDA
 * session grows with every new size (onnxruntime issue 29351), and every new size costs a warm-up.
 *
 * @param sizes ascending, the first 1; empty where every size is run as it comes
 */
record Padding(List<Integer> sizes) {
    /** For a device to which sizes are all the same. */
    static final Padding NONE = new Padding(List.of());

    private static final int SMALLEST_BATCH = 8;

    Padding {
        sizes = List.copyOf(sizes);
    }

    /** One image, for a look at it alone; then 8, doubled until the largest batch, which is the last size. */
    static Padding upTo(int largestBatch) {
        List<Integer> sizes = new ArrayList<>(List.of(1));
        for (int size = SMALLEST_BATCH; size < largestBatch; size *= 2) {
            sizes.add(size);
        }
        if (largestBatch > 1) {
            sizes.add(largestBatch);
        }
        return new Padding(sizes);
    }

    /** How many of so many images go into the next run. */
    int piece(int images) {
        return sizes.isEmpty() ? images : Math.min(images, sizes.get(sizes.size() - 1));
    }

    /** The rows of a run of so many images, which are one piece. */
    int rows(int images) {
        return sizes.stream().filter(size -> size >= images).findFirst().orElse(images);
    }
}
