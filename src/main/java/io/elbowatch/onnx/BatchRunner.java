package io.elbowatch.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elbowatch.core.image.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs the batches of one thread on its device, in runs of the device's batch sizes. One provider runs all images of a
 * batch: if the device is lost, the whole batch runs again on the standby.
 */
final class BatchRunner {
    private final Devices devices;
    private final InputBuffer input;
    private Device device;

    /** Reads the rows of a run, in order. */
    interface Reader<T> {
        List<T> read(OrtSession.Result result, int rows) throws OrtException;
    }

    BatchRunner(Devices devices, ImageShape shape) {
        this.devices = devices;
        this.input = new InputBuffer(shape);
        this.device = devices.next();
    }

    /** The provider of the last batch. */
    Provider provider() {
        return device.provider();
    }

    /**
     * Runs a batch and reads one value for each image.
     *
     * @param action begins the message of a failure
     */
    <T> List<T> run(String action, List<byte[]> images, Set<String> outputs, Reader<T> reader) {
        device = devices.orStandby(device);
        try {
            return run(images, outputs, reader);
        } catch (OrtException e) {
            device = devices.afterFailure(device, action, e);
        }
        try {
            return run(images, outputs, reader);
        } catch (OrtException e) {
            throw OnnxFailure.failed(action, e);
        }
    }

    private <T> List<T> run(List<byte[]> images, Set<String> outputs, Reader<T> reader) throws OrtException {
        List<T> read = new ArrayList<>(images.size());
        while (read.size() < images.size()) { // ONNX Runtime throws on a batch of 0 rows
            int next = device.batchSizes().nextRun(images.size() - read.size());
            read.addAll(runOnce(images.subList(read.size(), read.size() + next), outputs, reader));
        }
        return read;
    }

    private <T> List<T> runOnce(List<byte[]> images, Set<String> outputs, Reader<T> reader) throws OrtException {
        int rows = device.batchSizes().rows(images.size());
        try (OnnxTensor batch = input.tensor(images, rows);
                OrtSession.Result result = device.run(Map.of(Outputs.INPUT, batch), outputs)) {
            return reader.read(result, rows).subList(0, images.size());
        }
    }

    void release() {
        input.release();
    }
}
