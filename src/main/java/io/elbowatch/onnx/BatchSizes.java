package io.elbowatch.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * The batch sizes that a device sees. Smaller batches are padded with blank images, larger ones are split. The sizes
 * are few because the memory of a CUDA session grows with every new size (onnxruntime issue 29351), and every new size
 * costs a warm-up.
 *
 * @param sizes ascending, the first is 1; empty if the device takes any size
 * @param largest the most images of a run
 */
record BatchSizes(List<Integer> sizes, int largest) {
    /** No padding and no splitting. */
    static final BatchSizes ANY = new BatchSizes(List.of(), Integer.MAX_VALUE);

    /**
     * The input of a run on the CPU. What a network holds meanwhile is 20 to 200 times its input: 64 images of a
     * megapixel in one run would take tens of gigabytes, and would be no faster than one by one.
     */
    private static final int MAX_CPU_BYTES = 4 << 20;

    private static final int MIN_BATCH = 8;

    BatchSizes {
        sizes = List.copyOf(sizes);
    }

    /** No padding. Large images run in parts of a batch. */
    static BatchSizes onCpu(int imageBytes) {
        return new BatchSizes(List.of(), Math.max(1, MAX_CPU_BYTES / imageBytes));
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
        return new BatchSizes(sizes, sizes.get(sizes.size() - 1));
    }

    /** The number of images in the next run, of those that are left. */
    int nextRun(int images) {
        return Math.min(images, largest);
    }

    /** The rows of a run with this number of images, padding included. */
    int rows(int images) {
        return sizes.stream().filter(size -> size >= images).findFirst().orElse(images);
    }
}
