package io.elbowatch.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elbowatch.core.elbo.ElboForm;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs blank images on a device. The first run of a batch size allocates memory and compiles kernels; no real image has
 * to wait for that.
 */
record WarmUp(Device device, ElboForm form) {
    private static final int TIMED_RUNS = 3;

    /** Runs every batch size of the device. */
    void runAll() throws OrtException {
        for (int size : device.batchSizes().sizes()) {
            run(size);
        }
    }

    /**
     * The time in which the device scores a batch, by its first run: the shortest of three, because other processes may be
     * busy.
     */
    double millis(int images) throws OrtException {
        int firstRun = device.batchSizes().nextRun(images);
        long shortestNanos = Long.MAX_VALUE;
        for (int i = 0; i < TIMED_RUNS; i++) {
            long started = System.nanoTime();
            run(firstRun, Outputs.TERMS);
            shortestNanos = Math.min(shortestNanos, System.nanoTime() - started);
        }
        return shortestNanos / (double) TimeUnit.MILLISECONDS.toNanos(1) * images / firstRun;
    }

    void run(int images) throws OrtException {
        // A single image is an inspection, which fetches all outputs.
        run(images, images == 1 ? Outputs.all(form) : Outputs.TERMS);
    }

    private void run(int images, Set<String> outputs) throws OrtException {
        List<byte[]> blank = Collections.nCopies(images, new byte[form.image().bytes()]);
        InputBuffer input = new InputBuffer(form.image());
        try (OnnxTensor batch = input.tensor(blank, images);
                OrtSession.Result result = device.run(Map.of(Outputs.INPUT, batch), outputs)) {
            Objects.requireNonNull(result);
        }
    }
}
