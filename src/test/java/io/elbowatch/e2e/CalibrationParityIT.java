package io.elbowatch.e2e;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.density.Mixture;
import io.elbowatch.core.elbo.Scoring;
import io.elbowatch.core.evaluation.CalibrationSet;
import io.elbowatch.core.evaluation.CalibrationWarning;
import io.elbowatch.core.evaluation.CalibrationWarnings;
import io.elbowatch.core.evaluation.SetScorer;
import io.elbowatch.core.evaluation.Variety;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.statistics.Sample;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.BoardSet;
import io.elbowatch.onnx.OnnxModel;
import io.elbowatch.onnx.ProviderChoice;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The committed bundle was calibrated with PyTorch. ONNX Runtime scores the same boards again. */
class CalibrationParityIT {
    private static final long CALIBRATION_SEED = 2;

    @TempDir
    private Path folder;

    @Test
    void shouldReproduceTheCalibrationOfPython() throws IOException {
        Bundle bundle = Bundle.load(Bundles.BOARDS);
        CalibrationSet set = score(bundle);
        for (Score score : Score.values()) {
            if (!score.needsMixture()) {
                assertAlike(score, set.sample(score), bundle, 1e-4);
            }
        }
        // The features differ in the sixth digit. Boards have nearly two levels, so the components are narrow.
        assertAlike(Score.DENSITY, densities(set, bundle), bundle, 1e-3);
        assertThat(CalibrationWarnings.of(
                        set, new Variety(0, 0, 50), Decider.DEFAULT, Optional.of(bundle.calibration())))
                .noneMatch(warning -> warning instanceof CalibrationWarning.Shifted
                        || warning instanceof CalibrationWarning.Correlated);
    }

    private static void assertAlike(Score score, Sample java, Bundle bundle, double allowed) {
        Sample python = bundle.calibration().sample(score);
        assertThat(java.size()).isEqualTo(python.size());
        for (int i = 0; i < java.size(); i++) {
            assertThat(java.get(i))
                    .as(score.label())
                    .isCloseTo(python.get(i), within(allowed * Math.max(1, Math.abs(python.get(i)))));
        }
    }

    /** With the mixture that Python fitted to every other of 20 runs of images; it is a calibration of an earlier release. */
    private static Sample densities(CalibrationSet set, Bundle bundle) {
        Mixture mixture = bundle.calibration().mixture();
        int images = set.size();
        return Sample.of(IntStream.range(0, images)
                .filter(i -> i * 20L / images % 2 == 1)
                .mapToDouble(i -> mixture.density(set.images().get(i).terms().features()))
                .toArray());
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
