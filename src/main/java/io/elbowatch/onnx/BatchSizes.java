package io.elbowatch.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * The batch sizes that a device sees. Smaller batches are padded with blank images, larger ones are split. The sizes
 * are few because the memory of a CUDA session grows with every new size (onnxruntime issue 29351), and every new size
 * costs a warm-up.
 *
 * @param sizes ascending, the first is 1; empty if the device takes any size
 */
record BatchSizes(List<Integer> sizes) {
    /** No padding and no splitting. */
    static final BatchSizes ANY = new BatchSizes(List.of());

    private static final int MIN_BATCH = 8;

    BatchSizes {
        sizes = List.copyOf(sizes);
    }

    /** 1, for the inspection of an image; then 8, doubled up to the largest batch, which is the last size. */
    static BatchSizes upTo(int largestBatch) {
        List<Integer> sizes = new ArrayList<>(List.of(1));
        for (int size = MIN_BATCH; size < largestBatch; size *= 2) {
            sizes.add(size);
        }
        if (largestBatch > 1) {
            sizes.add(largestBatch);
        }
        return new BatchSizes(sizes);
    }

    /** The number of images in the next run, of those that are left. */
    int nextRun(int images) {
        return sizes.isEmpty() ? images : Math.min(images, sizes.get(sizes.size() - 1));
    }

    /** The rows of a run with this number of images, padding included. */
    int rows(int images) {
        return sizes.stream().filter(size -> size >= images).findFirst().orElse(images);
    }
}
