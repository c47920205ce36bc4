package io.elbowatch.onnx;

import io.elbowatch.bundle.BundledModel;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.parity.Parity;
import io.elbowatch.core.parity.ParityReport;
import io.elbowatch.core.parity.RandomImages;
import io.elbowatch.core.parity.Tolerances;
import io.elbowatch.testing.Bundles;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The bundles of this repository against the reference computation, as the command {@code check} compares them. */
class BundleParityTest {
    private static final ProviderChoice CPU = ProviderChoice.parse("cpu");

    private static OnnxModel boards;

    @BeforeContainer
    static void open() {
        boards = OnnxModel.open(BundledModel.load(Bundles.BOARDS), CPU);
    }

    @AfterContainer
    static void close() {
        boards.close();
    }

    static List<Path> bundles() {
        return List.of(
                Bundles.BOARDS,
                Bundles.FASHION_MNIST,
                Bundles.FASHION_MNIST_CONV,
                Bundles.ADOPTED,
                Bundles.ADOPTED_GAUSSIAN,
                Bundles.ADOPTED_CONTINUOUS,
                Bundles.MASKED,
                Bundles.DEEP,
                Bundles.SHALLOW,
                Bundles.FEATURES,
                Bundles.FEATURES_GAUSSIAN);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void shouldComputeTheTermsByTheirDefinitions(Path folder) {
        ParityReport report = parity(BundledModel.load(folder));
        assertThat(report.beyond()).isEmpty();
        assertThat(report.bitEqual()).isTrue();
        assertThat(report.comparisons()).hasSize(4);
    }

    /** Golden and 64 random images, compared as {@code check} does. */
    static ParityReport parity(BundledModel bundle) {
        try (OnnxModel model = OnnxModel.open(bundle, CPU);
                ImageInspector inspector = model.newInspector();
                ImageScorer scorer = model.newScorer()) {
            Parity parity = new Parity(
                    bundle.form(),
                    inspector,
                    scorer,
                    Tolerances.of(model.form(), bundle.goldenTolerance(), bundle.goldenRounding(), true));
            parity.compareGolden(bundle.goldenImages());
            parity.compareRandom(new RandomImages(model.shape(), 3, 64), () -> {});
            return parity.report();
        }
    }

    /** Another seed draws other images, in a batch of another size. */
    @Property(tries = 30)
    void shouldScoreImagesIndependentlyOfTheirBatch(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int size) {
        RandomImages random = new RandomImages(boards.shape(), seed, size);
        List<byte[]> images = IntStream.range(0, size).mapToObj(random::pixels).toList();
        try (ImageScorer scorer = boards.newScorer();
                ImageInspector inspector = boards.newInspector()) {
            List<ElboTerms> together = scorer.score(images);
            for (int i = 0; i < size; i++) {
                assertThat(scorer.score(images.subList(i, i + 1))).containsExactly(together.get(i));
            }
            assertThat(inspector.inspect(images)).extracting(ModelOutput::terms).isEqualTo(together);
        }
    }
}
