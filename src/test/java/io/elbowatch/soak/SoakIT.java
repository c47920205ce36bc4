package io.elbowatch.soak;

import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.demo.broker.EmbeddedBroker;
import io.elbowatch.onnx.Bundle;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.soak.Soak.Result;
import io.elbowatch.testing.Bundles;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** The short soak: closes, restarts and throws under exactly-once. */
class SoakIT {
    private static final Logger LOG = LoggerFactory.getLogger(SoakIT.class);
    private static final long SEED = 20_260_301;

    @ParameterizedTest
    @CsvSource({"false, 20000", "true, 20000"})
    void shouldLoseAndDoubleNothing(boolean overlap, int images) {
        Bundle bundle = Bundle.load(Bundles.FASHION_MNIST);
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"))) {
            Judge judge = new Judge(bundle.calibration(), bundle.manifest().beta(), Decider.DEFAULT, 0.01);
            byte[][] values = Soak.randomImages(200, model.shape().bytes(), SEED);
            Result result = new Soak(broker, SEED, images, values)
                    .run(
                            number -> new ScoringInstance(broker.bootstrapServers(), number, model, judge, overlap),
                            Duration.ofMillis(900),
                            true);
            LOG.info("soak overlap={} {}", overlap, result);
            assertThat(result.faults()).isGreaterThan(5);
            assertThat(result.lost()).isZero();
            assertThat(result.doubled()).isZero();
            assertThat(result.disordered()).isZero();
        }
    }

    /** A check that cannot fail is no check. */
    @Test
    void shouldSeeANaiveBufferLoseImages() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            Result result = new Soak(broker, SEED, 8_000, Soak.randomImages(20, 784, SEED))
                    .run(number -> new NaiveInstance(broker.bootstrapServers(), number), Duration.ofMillis(900), false);
            LOG.info("soak of the naive buffer {}", result);
            assertThat(result.lost()).isPositive();
        }
    }
}
