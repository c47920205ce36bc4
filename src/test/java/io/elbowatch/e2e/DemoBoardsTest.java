package io.elbowatch.e2e;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.Decoded;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.lab.camera.Camera;
import io.elbowatch.lab.camera.CameraSet;
import io.elbowatch.lab.camera.FaultRates;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.testing.Bundles;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The verdicts of the committed boards bundle on the cameras of the demo, whose images were used neither for training
 * nor for calibration.
 */
class DemoBoardsTest {
    private static final int FRAMES = 4_000;

    /** The number of reported images of one kind, and the number of all. */
    private record Share(int reported, int all) {
        Share plus(Share other) {
            return new Share(reported + other.reported, all + other.all);
        }
    }

    @Test
    void shouldCatchEveryBadLensAndBrokenFileAtTheCalibratedFalseAlarmRate() {
        Map<String, Share> shares = judgeFrames();
        assertThat(shares.get("covered_lens").all()).isPositive();
        assertThat(shares.get("covered_lens").reported())
                .isEqualTo(shares.get("covered_lens").all());
        assertThat(shares.get("blurred_lens").reported())
                .isEqualTo(shares.get("blurred_lens").all());
        assertThat(shares.get("truncated_file").reported())
                .isEqualTo(shares.get("truncated_file").all());
        // At α = 0.1 % about 4 of 3,700 are expected; the binomial 99.9 % band reaches to 11.
        assertThat(shares.get("normal").reported()).isLessThanOrEqualTo(11);
        // Small defects are hard for this bundle, but it must report far more of them than of normal boards.
        Share defects = List.of("open", "short", "mousebite", "spur", "copper", "pinhole").stream()
                .map(kind -> shares.getOrDefault(kind, new Share(0, 0)))
                .reduce(new Share(0, 0), Share::plus);
        assertThat(defects.reported()).isGreaterThan(defects.all() / 10);
    }

    private static Map<String, Share> judgeFrames() {
        Bundle bundle = Bundle.load(Bundles.BOARDS);
        Judge judge = bundle.judge(Decider.DEFAULT, 0.001);
        ImageDecoder decoder = new ImageDecoder(bundle.manifest().toPreprocessing(), DecodeLimits.DEFAULT);
        Map<String, Share> shares = new TreeMap<>();
        try (OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
                ImageScorer scorer = model.newScorer();
                Stream<SetImage> frames = new CameraSet(Camera.lines(42, 4, FaultRates.DEFAULT)).images()) {
            frames.limit(FRAMES).forEach(frame -> {
                Decoded decoded = decoder.decode(frame.bytes(), frame.contentType());
                boolean reported = !(decoded instanceof Decoded.Pixels pixels)
                        || judge.judge(scorer.score(List.of(pixels.pixels())).get(0))
                                .anomalous();
                shares.merge(CameraSet.truth(frame.name()).orElseThrow(), new Share(reported ? 1 : 0, 1), Share::plus);
            });
        }
        return shares;
    }
}
