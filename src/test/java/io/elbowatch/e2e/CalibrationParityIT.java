package io.elbowatch.e2e;

import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.core.evaluation.Doubt;
import io.elbowatch.core.evaluation.Doubts;
import io.elbowatch.core.evaluation.SetScorer;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.demo.board.BoardGenerator;
import io.elbowatch.demo.board.BoardSet;
import io.elbowatch.onnx.Bundle;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The boards that the committed bundle was calibrated with, by PyTorch, scored again by ONNX Runtime. */
class CalibrationParityIT {
    private static final long CALIBRATION_SEED = 2;

    @TempDir
    private Path folder;

    @Test
    void shouldGiveTheCalibrationThatPythonGaveOfTheSameBoards() throws IOException {
        Bundle bundle = Bundle.load(Bundles.BOARDS);
        CalibrationSet set = score(bundle);
        for (Score score : Score.values()) {
            double[] java = set.sample(score).ascending();
            double[] python = bundle.calibration().sample(score).ascending();
            assertThat(java).hasSameSizeAs(python);
            for (int i = 0; i < java.length; i++) {
                assertThat(java[i]).as(score.label()).isCloseTo(python[i], within(1e-4 * Math.max(1, python[i])));
            }
        }
        assertThat(Doubts.of(set, Optional.of(bundle.calibration())))
                .noneMatch(doubt -> doubt instanceof Doubt.Shifted || doubt instanceof Doubt.Correlated);
    }

    private CalibrationSet score(Bundle bundle) throws IOException {
        Path boards = folder.resolve("boards.idx");
        new BoardSet(new BoardGenerator(CALIBRATION_SEED), bundle.calibration().images(), false)
                .writeIdx(boards, Optional.empty(), done -> {});
        List<CalibrationSet.Image> images = new ArrayList<>();
        ImageDecoder decoder = new ImageDecoder(bundle.manifest().toPreprocessing(), DecodeLimits.DEFAULT);
        try (OnnxModel model = OnnxModel.open(bundle, ProviderChoice.parse("cpu"))) {
            new SetScorer(decoder, model)
                    .score(
                            ImageSet.open(boards),
                            image -> images.add(new CalibrationSet.Image(
                                    image.name(), image.group(), ((Scoring.Scored) image.scoring()).terms())));
        }
        return new CalibrationSet(images, bundle.manifest().beta());
    }
}
