package io.elbowatch.onnx;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.PixelForm;
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
     * The pixels of a run of a network of convolutions. In runs of 64 large images an image takes up to a fifth more
     * time (docs/decisions/0070).
     */
    private static final int CONVOLUTIONS_BYTES = 256 << 10;

    /**
     * The pixels of a run of a network with dense layers, which read their weights once for all images of a run. What a
     * network holds meanwhile is 20 to 200 times its input: 64 images of a megapixel would take tens of gigabytes.
     */
    private static final int DENSE_BYTES = 4 << 20;

    private static final int MIN_BATCH = 8;

    BatchSizes {
        sizes = List.copyOf(sizes);
    }

    /** No padding. Large images run in parts of a batch. */
    static BatchSizes onCpu(ElboForm form) {
        int bytes = hasPlaces(form) ? CONVOLUTIONS_BYTES : DENSE_BYTES;
        return new BatchSizes(List.of(), Math.max(1, bytes / form.image().bytes()));
    }

    /** Whether the latent has places. Those of the training in model/ come from convolutions alone. */
    private static boolean hasPlaces(ElboForm form) {
        if (form instanceof PixelForm pixels) {
            return pixels.latent().height() * pixels.latent().width() > 1;
        }
        return true;
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
