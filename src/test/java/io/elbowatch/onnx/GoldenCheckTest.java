package io.elbowatch.onnx;

import io.elbowatch.bundle.BundledModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.testing.Bundles;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** The committed bundles against their golden images; {@code BundleTest} has the refusals. */
class GoldenCheckTest {

    static Stream<Arguments> bundles() {
        return Stream.of(arguments(Bundles.BOARDS, 1e-4), arguments(Bundles.ADOPTED, 1e-5));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void shouldFindTheTermsThatTrainingComputed(Path folder, double tolerance) {
        BundledModel bundle = BundledModel.load(folder);
        try (OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
                ImageScorer scorer = model.newScorer()) {
            GoldenCheck.Result golden = GoldenCheck.check(bundle, model.shape(), scorer);
            assertThat(golden.images()).isEqualTo(32);
            assertThat(golden.worst()).isLessThan(tolerance);
        }
    }
}
