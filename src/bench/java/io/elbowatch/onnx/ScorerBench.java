package io.elbowatch.onnx;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One model run from images to terms, on one thread of the CPU. */
@State(Scope.Thread)
public class ScorerBench {
    @Param({"fashion-mnist", "boards"})
    String bundle;

    @Param({"1", "8", "64"})
    int batch;

    private OnnxModel model;
    private ImageScorer scorer;
    private final List<byte[]> images = new ArrayList<>(); // [C, H, W] each

    @Setup
    public void open() {
        model = OnnxModel.open(Bundle.load(Path.of("model", "bundles", bundle)), ProviderChoice.parse("cpu"));
        scorer = model.newScorer();
        Random random = new Random(7);
        for (int i = 0; i < batch; i++) {
            byte[] image = new byte[model.shape().bytes()];
            random.nextBytes(image);
            images.add(image);
        }
    }

    @TearDown
    public void close() {
        scorer.close();
        model.close();
    }

    @Benchmark
    public List<ElboTerms> score() {
        return scorer.score(images);
    }
}
