package io.elbowatch.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elbowatch.bundle.BundledModel;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.parity.RandomImages;
import io.elbowatch.testing.Bundles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Every value of ONNX Runtime is closed when a run is over, also after a failure: no garbage collector frees them. A
 * session that records its inputs and outputs shows it.
 */
class NativeMemoryTest {
    private static final int LARGEST_BATCH = 8;
    private static final int IMAGES = 20;
    private static final int RUNS = 3;

    private final BundledModel bundle = BundledModel.load(Bundles.FASHION_MNIST);
    private final WatchedGraph graph = new WatchedGraph();
    private final OnnxModel model = model();
    private final List<byte[]> images =
            IntStream.range(0, IMAGES).mapToObj(this::image).toList();

    @AfterEach
    void closeModel() {
        model.close();
        assertThat(graph.closed).isTrue();
    }

    @Test
    void shouldCloseTheResultOfScoring() {
        try (ImageScorer scorer = model.newScorer()) {
            scorer.score(images);
        }
        assertThat(graph.values()).hasSize(RUNS * (1 + Outputs.TERMS.size())).allMatch(OnnxValue::isClosed);
    }

    @Test
    void shouldCloseTheResultOfAnInspection() {
        try (ImageInspector inspector = model.newInspector()) {
            inspector.inspect(images);
        }
        assertThat(graph.values())
                .hasSize(RUNS * (1 + Outputs.all(bundle.manifest().toForm()).size()))
                .allMatch(OnnxValue::isClosed);
    }

    @Test
    void shouldCloseTheInputOfARunThatFails() {
        graph.failing = true;
        try (ImageScorer scorer = model.newScorer()) {
            assertThatThrownBy(() -> scorer.score(images)).isInstanceOf(ModelException.class);
        }
        assertThat(graph.values()).isNotEmpty().allMatch(OnnxValue::isClosed);
    }

    /** A wrong shape of an output is found only when it is read, after the run. */
    @Test
    void shouldCloseTheResultOfARunThatCannotBeRead() {
        graph.lacking = true;
        try (ImageScorer scorer = model.newScorer()) {
            assertThatThrownBy(() -> scorer.score(images)).isInstanceOf(ModelException.class);
        }
        assertThat(graph.values()).hasSizeGreaterThan(1).allMatch(OnnxValue::isClosed);
    }

    private OnnxModel model() {
        Device device = new Device(Provider.CPU, "watched", BatchSizes.upTo(LARGEST_BATCH), graph);
        return new OnnxModel(
                new Devices(List.of(device), Optional.empty(), bundle.manifest().toForm()),
                bundle,
                new ProviderChoice(Optional.of(Provider.CPU), List.of(0), OptionalLong.empty()));
    }

    private byte[] image(int number) {
        return new RandomImages(bundle.manifest().toForm().image(), 1, IMAGES).pixels(number);
    }

    /** The session, with all its inputs and outputs. */
    private final class WatchedGraph implements Device.Graph {
        private final OrtSession session;
        private final List<OnnxValue> values = new ArrayList<>();
        private boolean failing;
        private boolean lacking;
        private boolean closed;

        WatchedGraph() {
            try {
                session = OrtEnvironment.getEnvironment().createSession(bundle.graph());
            } catch (OrtException e) {
                throw new AssertionError(e);
            }
        }

        List<OnnxValue> values() {
            return List.copyOf(values);
        }

        @Override
        public OrtSession.Result run(Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException {
            values.addAll(inputs.values());
            if (failing) {
                throw new OrtException("told to fail");
            }
            OrtSession.Result result = session.run(inputs, lacking ? Set.of(PixelDetails.MEAN) : outputs);
            result.forEach(output -> values.add(output.getValue()));
            return result;
        }

        @Override
        public void close() throws OrtException {
            session.close();
            closed = true;
        }
    }
}
