package io.elbowatch.onnx;

import ai.onnxruntime.OrtException;
import io.elbowatch.bundle.BundledModel;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.IsolatingScorer;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.elbo.ModelLostException;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.elbo.PixelOutput;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.parity.RandomImages;
import io.elbowatch.testing.Bundles;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Batch sizes, several devices and the loss of one, on simulated devices: the sessions run on the CPU, so scores are
 * exact.
 */
class DevicesTest {
    private final BundledModel bundle = BundledModel.load(Bundles.FASHION_MNIST);
    private final LosableDevices devices = new LosableDevices(bundle);
    private final List<byte[]> images = images(75);

    @Test
    void shouldScorePaddedAndSplitBatchesAsTheCpuDoes() throws OrtException {
        List<ElboTerms> expected;
        try (OnnxModel cpu = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
                ImageScorer scorer = cpu.newScorer()) {
            expected = scorer.score(images);
        }
        try (OnnxModel model = devices.named(1);
                ImageScorer scorer = model.newScorer()) {
            assertThat(scorer.score(images)).isEqualTo(expected);
            assertThat(scorer.score(images.subList(0, 3))).isEqualTo(expected.subList(0, 3));
        }
        assertThat(devices.runs()).containsExactly(32, 32, 16, 8);
    }

    @Test
    void shouldInspectOneImageWithoutPadding() throws OrtException {
        try (OnnxModel model = devices.named(1);
                ImageInspector inspector = model.newInspector()) {
            List<ModelOutput> seen = inspector.inspect(images.subList(0, 1));
            assertThat(seen).hasSize(1);
            assertThat(((PixelOutput) seen.get(0)).logits())
                    .hasSize(model.shape().bytes());
        }
        assertThat(devices.runs()).containsExactly(1);
    }

    @Test
    void shouldAssignDevicesRoundRobin() throws OrtException {
        try (OnnxModel model = devices.named(2);
                ImageScorer first = model.newScorer();
                ImageScorer second = model.newScorer();
                ImageScorer third = model.newScorer()) {
            List.of(first, second, third, first).forEach(scorer -> scorer.score(images.subList(0, 1)));
        }
        assertThat(devices.ran()).containsExactly("device-0", "device-1", "device-0", "device-0");
    }

    @Test
    void shouldStayOnTheCpuAfterADeviceIsLost() throws OrtException {
        try (OnnxModel model = devices.auto();
                ImageScorer scorer = model.newScorer();
                ImageScorer another = model.newScorer()) {
            List<ElboTerms> before = scorer.score(images);
            assertThat(scorer.provider()).isEqualTo("webgpu");
            assertThat(model.lostDevice()).isEmpty();
            devices.lose();

            assertThat(scorer.score(images)).isEqualTo(before);
            int runs = devices.runs().size();
            assertThat(another.score(images)).isEqualTo(before);

            assertThat(List.of(
                            scorer.provider(),
                            another.provider(),
                            model.identity().provider()))
                    .containsOnly("cpu");
            assertThat(model.requestedProvider()).isEqualTo("webgpu");
            assertThat(model.lostDevice())
                    .hasValueSatisfying(why -> assertThat(why).contains("device-0", "1 rows"));
            assertThat(devices.runs()).as("a lost device is left alone").hasSize(runs);
        }
    }

    /** Otherwise the records of one batch would name two providers, or the wrong one. */
    @Test
    void shouldRepeatTheWholeBatchWhenItsDeviceIsLostInTheMiddle() throws OrtException {
        try (OnnxModel model = devices.auto();
                ImageScorer scorer = model.newScorer()) {
            devices.fail(rows -> rows < 32);
            assertThat(scorer.score(images)).hasSize(75);
            assertThat(scorer.provider()).isEqualTo("cpu");
            assertThat(devices.runs()).containsExactly(32, 32, 16, 1);
        }
    }

    @Test
    void shouldRefuseEveryRunAfterANamedDeviceIsLost() throws OrtException {
        try (OnnxModel model = devices.named(1);
                ImageScorer scorer = model.newScorer();
                ImageScorer another = model.newScorer()) {
            devices.lose();
            for (ImageScorer each : List.of(scorer, another)) {
                assertThatThrownBy(() -> new IsolatingScorer(each, model.shape()).score(images))
                        .isInstanceOf(Refusal.class)
                        .hasMessageContainingAll("device-0", "told to fail with 1 rows")
                        .hasCauseInstanceOf(ModelLostException.class)
                        .satisfies(e -> assertThat(((Refusal) e).remedy()).contains("no image is lost"));
            }
        }
    }

    /** For example a batch that is too large for the memory of the device. */
    @Test
    void shouldScoreOneByOneOnADeviceThatFailsOnlyOnABatch() throws OrtException {
        try (OnnxModel model = devices.auto();
                ImageScorer scorer = model.newScorer()) {
            devices.fail(rows -> rows > 1);
            assertThatThrownBy(() -> scorer.score(images)).isInstanceOf(ModelException.class);
            assertThat(new IsolatingScorer(scorer, model.shape()).score(images.subList(0, 5)))
                    .allSatisfy(scoring ->
                            assertThat(((Scoring.Scored) scoring).provider()).isEqualTo("webgpu"));
            assertThat(model.lostDevice()).isEmpty();
        }
    }

    private List<byte[]> images(int count) {
        RandomImages random = new RandomImages(bundle.manifest().toForm().image(), 1, count);
        return IntStream.range(0, count).mapToObj(random::pixels).toList();
    }
}
