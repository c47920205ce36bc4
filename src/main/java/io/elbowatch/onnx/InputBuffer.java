package io.elbowatch.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.image.ImageShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The input tensor of a graph, in one direct buffer that a thread reuses for all its batches. */
final class InputBuffer {
    private final ImageShape shape;
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0); // [rows, C, H, W]

    InputBuffer(ImageShape shape) {
        this.shape = shape;
    }

    /**
     * The batch as a tensor [rows, C, H, W] of the type below. It is valid until the next call.
     *
     * @param rows at least the number of images; further rows are blank
     */
    OnnxTensor tensor(List<byte[]> images, int rows) throws OrtException {
        pack(images, rows);
        long[] dimensions = {rows, shape.channels(), shape.height(), shape.width()};
        return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), bytes, dimensions, type(shape));
    }

    /**
     * The type of a graph's input: uint8 or, of 16 bits, int16 with the same bits, since ONNX Runtime's Java API makes no
     * uint16.
     */
    static OnnxJavaType type(ImageShape shape) {
        return shape.depth() == 8 ? OnnxJavaType.UINT8 : OnnxJavaType.INT16;
    }

    void release() {
        bytes = ByteBuffer.allocateDirect(0);
    }

    private void pack(List<byte[]> images, int rows) {
        int needed = Math.multiplyExact(rows, shape.bytes());
        if (bytes.capacity() < needed) {
            bytes = ByteBuffer.allocateDirect(needed).order(ByteOrder.nativeOrder());
        }
        bytes.clear();
        for (byte[] image : images) {
            if (image.length != shape.bytes()) {
                throw new ModelException("an image has " + image.length + " bytes, the model takes " + shape);
            }
            bytes.put(image);
        }
        byte[] blank = new byte[images.size() < rows ? shape.bytes() : 0];
        for (int row = images.size(); row < rows; row++) {
            bytes.put(blank);
        }
        bytes.flip();
    }
}
