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
 * Runs the batches of one thread, padded and in pieces as its device needs them. All images of a batch are run by one provider: when a
 * device is lost, its batch is run again as a whole where the model goes on.
 */
final class BatchRunner {
    private final Devices devices;
    private final InputBuffer input;
    private Device device;

    /** Reads the rows of a run, in their order. */
    interface Reader<T> {
        List<T> read(OrtSession.Result result, int rows) throws OrtException;
    }

    BatchRunner(Devices devices, ImageShape shape) {
        this.devices = devices;
        this.input = new InputBuffer(shape);
        this.device = devices.next();
    }

    /** The provider that ran the last batch. */
    Provider provider() {
        return device.provider();
    }

    /**
     * What is read of each image.
     *
     * @param doing what a failure is to say
     */
    <T> List<T> run(String doing, List<byte[]> images, Set<String> outputs, Reader<T> reader) {
        device = devices.inPlaceOf(device);
        try {
            return run(images, outputs, reader);
        } catch (OrtException e) {
            device = devices.afterFailure(device, doing, e);
        }
        try {
            return run(images, outputs, reader);
        } catch (OrtException e) {
            throw OnnxFailure.failed(doing, e);
        }
    }

    private <T> List<T> run(List<byte[]> images, Set<String> outputs, Reader<T> reader) throws OrtException {
        List<T> read = new ArrayList<>(images.size());
        while (read.size() < images.size()) { // ONNX Runtime throws on a batch of 0 rows
            int piece = device.padding().piece(images.size() - read.size());
            read.addAll(runPiece(images.subList(read.size(), read.size() + piece), outputs, reader));
        }
        return read;
    }

    private <T> List<T> runPiece(List<byte[]> images, Set<String> outputs, Reader<T> reader) throws OrtException {
        int rows = device.padding().rows(images.size());
        try (OnnxTensor batch = input.tensor(images, rows);
                OrtSession.Result result = device.run(Map.of(Outputs.INPUT, batch), outputs)) {
            return reader.read(result, rows).subList(0, images.size());
        }
    }

    void release() {
        input.release();
    }
}
