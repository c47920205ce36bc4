package io.elbowatch.lab.bench.throughput;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.lab.bench.throughput.BenchPlan.Overlaps;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.BoardSet;
import io.elbowatch.lab.rig.DataFolder;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class BenchModelTest {
    /** As many as the bundle's alpha of 0.001 needs. */
    private static final int IMAGES = 1_000;

    /** A model of clothes calls boards anomalous. The flow judges by the bundle that it is given. */
    @Test
    void shouldServeABundleThatIsCalibratedOnTheImagesIfTheyAreOfAnotherKind(@TempDir Path folder) throws IOException {
        Path boards = folder.resolve("boards");
        new BoardSet(new BoardGenerator(6), IMAGES, false).writeFolder(boards, done -> {});

        try (BenchModel model = BenchModel.open(Bundles.FASHION_MNIST, plan(Optional.of(boards)))) {
            assertThat(anomalous(model, Bundle.load(Bundles.FASHION_MNIST).judge()))
                    .isGreaterThan(0.9);

            assertThat(anomalous(model, model.loaded().bundle().judge())).isLessThan(0.01);
            assertThat(model.anomalous()).isLessThan(0.01);
        }
    }

    @Test
    void shouldServeTheBundleAsItIsForItsOwnImages() {
        try (BenchModel model = BenchModel.open(Bundles.BOARDS, plan(Optional.empty()))) {
            assertThat(model.loaded().bundle().folder())
                    .isEqualTo(Bundle.load(Bundles.BOARDS).folder());
        }
    }

    private static double anomalous(BenchModel model, Judge judge) {
        try (ImageScorer scorer = model.model().newScorer()) {
            List<ElboTerms> terms = scorer.score(model.pixels());
            return terms.stream().filter(each -> judge.judge(each).anomalous()).count() / (double) terms.size();
        }
    }

    private static BenchPlan plan(Optional<Path> images) {
        return new BenchPlan(
                List.of(Bundles.BOARDS),
                List.of(InputFormat.RAW),
                List.of(1),
                Overlaps.OFF,
                1,
                0,
                1,
                OptionalInt.empty(),
                1,
                images,
                OptionalInt.empty(),
                DataFolder.of(Map.of()));
    }
}
