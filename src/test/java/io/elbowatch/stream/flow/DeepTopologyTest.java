package io.elbowatch.stream.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.elbowatch.bundle.Bundle;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.stream.intake.IntakeFormat;
import io.elbowatch.stream.intake.IntakeRules;
import io.elbowatch.stream.intake.IntakeSettings;
import io.elbowatch.testing.Bundles;
import io.elbowatch.testing.DeepImages;
import io.elbowatch.testing.Flows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Images that differ in their low bytes alone, through the whole flow, by the same network of 16 and of 8 bits. */
class DeepTopologyTest {
    private static final byte[] KEY = "camera".getBytes(UTF_8);

    @Test
    void shouldFindADefectThatLiesInTheLowByteWithABundleOf16Bits() throws IOException {
        try (Scorer deep = new Scorer(Bundles.DEEP, IntakeSettings.RAW)) {
            JsonNode normal = deep.score(DeepImages.png(DeepImages.normal(7)));
            JsonNode defective = deep.score(DeepImages.png(DeepImages.defective(7)));

            assertThat(normal.at("/verdict/anomalous").asBoolean()).isFalse();
            assertThat(defective.at("/verdict/anomalous").asBoolean()).isTrue();
            assertThat(deep.evidenceBits()).isEqualTo(8);
        }
    }

    @Test
    void shouldScoreBothAlikeWithABundleOf8Bits() throws IOException {
        try (Scorer shallow = new Scorer(Bundles.SHALLOW, IntakeSettings.RAW)) {
            JsonNode normal = shallow.score(DeepImages.png(DeepImages.normal(7)));
            JsonNode defective = shallow.score(DeepImages.png(DeepImages.defective(7)));

            for (String field : new String[] {"/terms", "/pValues", "/verdict"}) {
                assertThat(defective.at(field)).isEqualTo(normal.at(field)).isNotEmpty();
            }
        }
    }

    @Test
    void shouldScoreRawPixelsAndEnvelopesAsTheFile() throws IOException {
        int[] levels = DeepImages.defective(7);
        try (Scorer deep = new Scorer(Bundles.DEEP, IntakeSettings.RAW);
                Scorer enveloped = new Scorer(Bundles.DEEP, json())) {
            JsonNode terms = deep.score(DeepImages.png(levels)).at("/terms");
            assertThat(terms).isNotEmpty();
            assertThat(deep.score(DeepImages.raw(levels)).at("/terms")).isEqualTo(terms);
            for (byte[] image : new byte[][] {DeepImages.raw(levels), DeepImages.png(levels)}) {
                String envelope = "{\"image\":\"" + Base64.getEncoder().encodeToString(image) + "\"}";
                assertThat(enveloped.score(envelope.getBytes(UTF_8)).at("/terms"))
                        .isEqualTo(terms);
            }
        }
    }

    private static IntakeSettings json() {
        return new IntakeSettings(IntakeRules.of(IntakeFormat.JSON), Map.of(), 1 << 20, Optional.empty());
    }

    /** The whole flow by one bundle. */
    private static final class Scorer implements AutoCloseable {
        private final OnnxModel model;
        private final TopologyTestDriver driver;
        private final TestOutputTopic<byte[], byte[]> scores;

        Scorer(Path folder, IntakeSettings intake) {
            Bundle bundle = Bundle.load(folder);
            model = OnnxModel.open(bundle.model(), ProviderChoice.parse("cpu"));
            ServedModel served = ServedModel.of(model, bundle.manifest().toPreprocessing(), bundle.judge());
            driver = new TopologyTestDriver(
                    new ScoringTopology(
                                    Flows.of(Topics.DEFAULT, Flows.UNTIL_COMMIT).withIntake(intake),
                                    Flows.scoring(CurrentPlan.ofOne(served)),
                                    ScoringObserver.NONE)
                            .build(Flows.LIMITS),
                    Flows.properties());
            scores = output("scores");
        }

        JsonNode score(byte[] value) throws IOException {
            driver.createInputTopic("images", new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(KEY, value);
            return new ObjectMapper().readTree(scores.readValue());
        }

        /** Of the first picture. */
        int evidenceBits() throws IOException {
            return ImageIO.read(new ByteArrayInputStream(output("evidence").readValue()))
                    .getColorModel()
                    .getComponentSize(0);
        }

        private TestOutputTopic<byte[], byte[]> output(String topic) {
            return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public void close() {
            driver.close();
            model.close();
        }
    }
}
