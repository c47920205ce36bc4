package io.elbowatch.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elbowatch.bundle.Bundle;
import io.elbowatch.bundle.BundledModel;
import io.elbowatch.testing.Bundles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WarmUpTest {
    private static final long RUN_NANOS = 1_000_000;

    private final BundledModel model = Bundle.load(Bundles.FASHION_MNIST).model();
    private final SlowGraph graph = new SlowGraph();

    /** A device of large batches was compared with a single image on the CPU otherwise. */
    @Test
    void shouldTimeABatchByARunAsScoringMakesIt() throws OrtException {
        try (Device device = new Device(Provider.CPU, "slow", new BatchSizes(List.of(), 5), graph)) {
            double millis = new WarmUp(device, model.form()).millis(64);

            assertThat(graph.rows).containsOnly(5);
            assertThat(graph.fetched).containsOnly(Outputs.TERMS);
            assertThat(millis).isGreaterThanOrEqualTo(64 / 5.0 * RUN_NANOS / 1e6);
        }
    }

    @Test
    void shouldRunEverySizeOfADeviceAndInspectASingleImage() throws OrtException {
        try (Device device = new Device(Provider.CPU, "slow", BatchSizes.upTo(32), graph)) {
            new WarmUp(device, model.form()).runAll();

            assertThat(graph.rows).containsExactly(1, 8, 16, 32);
            assertThat(graph.fetched)
                    .containsExactly(Outputs.all(model.form()), Outputs.TERMS, Outputs.TERMS, Outputs.TERMS);
        }
    }

    /** A run takes a millisecond at least. */
    private final class SlowGraph implements Device.Graph {
        private final List<Integer> rows = new ArrayList<>();
        private final List<Set<String>> fetched = new ArrayList<>();
        private final OrtSession session;

        SlowGraph() {
            try {
                session = OrtEnvironment.getEnvironment().createSession(model.graph());
            } catch (OrtException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public OrtSession.Result run(Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException {
            long started = System.nanoTime();
            rows.add((int) inputs.get(Outputs.INPUT).getInfo().getShape()[0]);
            fetched.add(outputs);
            OrtSession.Result result = session.run(inputs, outputs);
            while (System.nanoTime() - started < RUN_NANOS) {
                Thread.onSpinWait();
            }
            return result;
        }

        @Override
        public void close() throws OrtException {
            session.close();
        }
    }
}
