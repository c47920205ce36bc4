package io.elbowatch.onnx;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.testing.Bundles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A bundle that {@code model/adopt.py} made from a foreign VAE: convolutional, exported with a random node and dynamic
 * axes. {@code model/tests/write_adopted_bundle.py} writes it; the expected terms come from a second implementation of
 * ONNX.
 */
class AdoptedBundleTest {
    private static final Path ADOPTED = Bundles.ADOPTED;
    private static final ProviderChoice CPU = ProviderChoice.parse("cpu");

    @Test
    void shouldScoreWithoutNoiseAndIndependentlyOfTheBatch() {
        List<byte[]> images = randomImages(7);
        try (OnnxModel model = OnnxModel.open(Bundle.load(ADOPTED), CPU);
                ImageScorer scorer = model.newScorer()) {
            List<ElboTerms> together = scorer.score(images);
            assertThat(scorer.score(images)).isEqualTo(together);
            for (int i = 0; i < images.size(); i++) {
                assertThat(scorer.score(images.subList(i, i + 1))).containsExactly(together.get(i));
            }
        }
    }

    @Test
    void shouldHaveACalibrationMadeFromTheGraphAlone() {
        Bundle bundle = Bundle.load(ADOPTED);
        assertThat(bundle.calibration().images()).isEqualTo(499);
        assertThat(bundle.defaultAlpha()).isEqualTo(0.01);
        assertThat(bundle.manifest().provenance()).containsKey("adopted");
    }

    private static List<byte[]> randomImages(int count) {
        Random random = new Random(1);
        List<byte[]> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] image = new byte[8 * 8]; // [1, 8, 8]
            random.nextBytes(image);
            images.add(image);
        }
        return images;
    }
}
