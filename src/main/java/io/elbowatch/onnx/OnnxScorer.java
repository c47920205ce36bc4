package io.elbowatch.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.image.ImageShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a session over batches of one thread. Its input lies in one direct buffer that is used again for every batch.
 */
final class OnnxScorer implements ImageScorer {
    static final String INPUT = "image";
    static final Set<String> OUTPUTS =
            new LinkedHashSet<>(List.of("reconstruction_nll", "floor", "kl", "local", "contrast")); // each [N]

    private final OrtSession session;
    private final ImageShape shape;
    private ByteBuffer input; // [N, C, H, W]

    OnnxScorer(OrtSession session, ImageShape shape) {
        this.session = session;
        this.shape = shape;
        this.input = ByteBuffer.allocateDirect(0);
    }

    @Override
    public List<ElboTerms> score(List<byte[]> images) {
        if (images.isEmpty()) {
            return List.of(); // ONNX Runtime throws on a batch of 0 rows
        }
        pack(images);
        long[] dimensions = {images.size(), shape.channels(), shape.height(), shape.width()};
        try (OnnxTensor batch = OnnxTensor.createTensor(
                        OrtEnvironment.getEnvironment(), input, dimensions, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of(INPUT, batch), OUTPUTS)) {
            return terms(result, images.size());
        } catch (OrtException e) {
            throw OnnxFailure.failed("scoring " + images.size() + " images", e);
        }
    }

    private void pack(List<byte[]> images) {
        int needed = Math.multiplyExact(images.size(), shape.bytes());
        if (input.capacity() < needed) {
            input = ByteBuffer.allocateDirect(needed).order(ByteOrder.nativeOrder());
        }
        input.clear();
        for (byte[] image : images) {
            if (image.length != shape.bytes()) {
                throw new ModelException("an image has " + image.length + " bytes, the model takes " + shape);
            }
            input.put(image);
        }
        input.flip();
    }

    private static List<ElboTerms> terms(OrtSession.Result result, int images) throws OrtException {
        float[][] terms = new float[OUTPUTS.size()][]; // [5, N]
        int t = 0;
        for (String output : OUTPUTS) {
            terms[t] = (float[]) result.get(output).orElseThrow().getValue();
            if (terms[t++].length != images) {
                throw new ModelException("output '" + output + "' has " + terms[t - 1].length + " rows for " + images);
            }
        }
        List<ElboTerms> scored = new ArrayList<>(images);
        for (int i = 0; i < images; i++) {
            scored.add(new ElboTerms(terms[0][i], terms[1][i], terms[2][i], terms[3][i], terms[4][i]));
        }
        return scored;
    }

    @Override
    public void close() {
        input = ByteBuffer.allocateDirect(0);
    }
}
