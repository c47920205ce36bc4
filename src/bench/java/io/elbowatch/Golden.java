package io.elbowatch;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.parity.GoldenImage;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.Verdict;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import java.nio.file.Path;
import java.util.List;

/**
 * The golden images of a bundle with their model outputs and verdicts. Benchmarks use the images in turn, so that no
 * branch is always taken.
 *
 * @param images [C, H, W] each
 * @param outputs of the images, in their order
 */
public record Golden(ModelIdentity model, ElboForm form, Judge judge, List<byte[]> images, List<ModelOutput> outputs) {

    /** @param bundle a name under {@code model/bundles} */
    public static Golden of(String bundle) {
        Bundle loaded = Bundle.load(Path.of("model", "bundles", bundle));
        List<byte[]> images =
                loaded.model().goldenImages().stream().map(GoldenImage::pixels).toList();
        Judge judge = loaded.judge();
        try (OnnxModel model = OnnxModel.open(loaded, ProviderChoice.parse("cpu"));
                ImageInspector inspector = model.newInspector()) {
            return new Golden(model.identity(), model.form(), judge, images, inspector.inspect(images));
        }
    }

    public int size() {
        return images.size();
    }

    public List<ElboTerms> terms() {
        return outputs.stream().map(ModelOutput::terms).toList();
    }

    public List<Verdict> verdicts() {
        return terms().stream().map(judge::judge).toList();
    }
}
