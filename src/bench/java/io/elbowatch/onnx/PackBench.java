package io.elbowatch.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.elbowatch.core.image.ImageShape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Packs a batch of images into the direct buffer and creates the tensor over it. */
@State(Scope.Thread)
public class PackBench {
    @Param({"1x28x28", "1x64x64"})
    String image;

    @Param({"1", "64"})
    int batch;

    private InputBuffer input;
    private List<byte[]> images; // [C, H, W] each

    @Setup
    public void fill() {
        int[] sides =
                Arrays.stream(image.split("x")).mapToInt(Integer::parseInt).toArray();
        ImageShape shape = new ImageShape(sides[0], sides[1], sides[2]);
        input = new InputBuffer(shape);
        images = Collections.nCopies(batch, new byte[shape.bytes()]);
    }

    @Benchmark
    public long pack() throws OrtException {
        try (OnnxTensor tensor = input.tensor(images, batch)) {
            return tensor.getInfo().getNumElements();
        }
    }
}
