package io.elbowatch.stream.flow;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageModel;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.elbo.ModelOutput;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExplainProcessorTest {
    private static final byte[] ANOMALY = {(byte) 250, (byte) 250, (byte) 250, (byte) 250};

    /** More than is given at once; the clock of the driver stands still. */
    private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(550);

    /** As when the light fails in a hall, and the GPU has no memory left for a second run. */
    @Test
    void shouldSpendTheTimeOfPicturesOnRunsThatFail() {
        List<EvidenceLeftOut> leftOut = new ArrayList<>();
        ScoringObserver observer = new ScoringObserver() {
            @Override
            public void evidenceLeftOut(EvidenceLeftOut reason) {
                leftOut.add(reason);
            }
        };
        ScoringModel scoring = new ScoringModel(
                new SlowToFail(),
                new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH),
                DecodeLimits.DEFAULT,
                Calibrations.judge(199, 0.05));
        FlowSettings flow = Flows.of(Topics.DEFAULT, Flows.UNTIL_COMMIT);
        try (TopologyTestDriver driver = new TopologyTestDriver(
                new ScoringTopology(flow, scoring, observer).build(Flows.LIMITS), Flows.properties())) {
            TestInputTopic<byte[], byte[]> images =
                    driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer());
            for (byte source = 0; source < 3; source++) {
                images.pipeInput(new byte[] {source}, ANOMALY);
            }
        }

        assertThat(leftOut).containsExactly(EvidenceLeftOut.MODEL_FAILED, EvidenceLeftOut.BUSY, EvidenceLeftOut.BUSY);
    }

    /** Its latent is categorical: no other second run takes time. */
    private static final class SlowToFail implements ImageModel {
        private final FakeModel model = new FakeModel().ofPlaces();

        @Override
        public ModelIdentity identity() {
            return model.identity();
        }

        @Override
        public ElboForm form() {
            return model.form();
        }

        @Override
        public ImageScorer newScorer() {
            return model.newScorer();
        }

        @Override
        public ImageInspector newInspector() {
            return new ImageInspector() {
                @Override
                public List<ModelOutput> inspect(List<byte[]> images) {
                    long begun = System.nanoTime();
                    while (System.nanoTime() - begun < RUN_NANOS) {
                        Thread.onSpinWait();
                    }
                    throw new ModelException("no memory");
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
