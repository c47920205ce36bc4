package io.elbowatch.onnx;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.elbo.ImageInspector;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.evidence.Evidence;
import io.elbowatch.core.evidence.Evidence.Pictured;
import io.elbowatch.core.evidence.Place;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.core.parity.Parity;
import io.elbowatch.core.parity.ParityReport;
import io.elbowatch.core.parity.RandomImages;
import io.elbowatch.core.parity.Tolerances;
import io.elbowatch.core.statistics.Sample;
import io.elbowatch.core.verdict.Score;
import io.elbowatch.testing.Bundles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Bundles of images in colour that are not square: {@code wide} takes them whole, {@code tiled} in tiles. */
class LargeImagesTest {
    private static final int IMAGES = 199; // as in model/tests/write_tiled_bundle.py

    @ParameterizedTest
    @MethodSource("folders")
    void shouldScoreNormalImagesAsTheCalibrationOfPython(Path folder) {
        Bundle bundle = Bundle.load(folder);
        try (OnnxModel model = open(bundle);
                ImageScorer scorer = model.newScorer()) {
            List<ElboTerms> scored = scorer.score(images(model.shape()));

            Map<Score, ToDoubleFunction<ElboTerms>> scores = Map.of(
                    Score.ELBO, terms -> terms.elboLoss(bundle.manifest().beta()),
                    Score.RECONSTRUCTION, ElboTerms::reconstructionError,
                    Score.KL, ElboTerms::kl,
                    Score.LOCAL, ElboTerms::local);
            scores.forEach((score, of) -> assertAlike(
                    bundle.calibration().sample(score),
                    Sample.of(scored.stream().mapToDouble(of).toArray())));
        }
    }

    private static void assertAlike(Sample python, Sample java) {
        assertThat(java.size()).isEqualTo(python.size());
        for (int i = 0; i < java.size(); i++) {
            assertThat(java.get(i)).isCloseTo(python.get(i), within(1e-4 * Math.max(1, Math.abs(python.get(i)))));
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void shouldScoreAnImageInAnyBatchAsAlone(Path folder) {
        try (OnnxModel model = open(Bundle.load(folder));
                ImageScorer scorer = model.newScorer()) {
            List<byte[]> images = images(model.shape()).subList(0, 9);
            List<ElboTerms> together = scorer.score(images);
            List<byte[]> turned = new ArrayList<>(images);
            Collections.reverse(turned);
            List<ElboTerms> reversed = new ArrayList<>(scorer.score(turned));
            Collections.reverse(reversed);

            assertThat(reversed).isEqualTo(together);
            assertThat(scorer.score(List.of(images.get(4)))).containsExactly(together.get(4));
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void shouldAgreeWithTheReference(Path folder) {
        Bundle bundle = Bundle.load(folder);
        try (OnnxModel model = open(bundle);
                ImageInspector inspector = model.newInspector();
                ImageScorer scorer = model.newTileScorer()) {
            ImageShape tile = model.form().image();
            Parity parity = new Parity(model.form(), inspector, scorer, Tolerances.of(model.form(), 1e-3, 0, true));
            parity.compareGolden(bundle.model().goldenImages());
            parity.compareRandom(new RandomImages(tile, 1, 40), () -> {});
            ParityReport report = parity.report();

            assertThat(report.beyond()).isEmpty();
        }
    }

    /** Columns and rows in the middle of a tile, where tiles overlap, at a border of a tile, and in the corners. */
    @ParameterizedTest
    @CsvSource({"3,3", "20,12", "0,0", "54,38", "18,30", "17,9", "35,10"})
    void shouldFindADefectOfAnImageThatIsCutIntoTiles(int column, int row) throws IOException {
        Bundle bundle = Bundle.load(Bundles.TILED);
        try (OnnxModel model = open(bundle);
                ImageScorer scorer = model.newScorer();
                ImageInspector inspector = model.newInspector()) {
            byte[] image = new byte[model.shape().bytes()];
            Arrays.fill(image, (byte) 128);
            double limit = 1.02 * scorer.score(List.of(image)).get(0).local();
            paint(image, model.shape(), column, row, 6);

            Pictured seen = Evidence.of(
                    model.form(),
                    model.tiling(),
                    limit,
                    image,
                    tile -> inspector.inspect(List.of(tile)).get(0));

            Evidence evidence = seen.evidence();
            float local = scorer.score(List.of(image)).get(0).local();
            assertThat(evidence.places()).isNotEmpty();
            Place worst = evidence.places().get(0);
            assertThat(worst.nats()).isCloseTo(local, within(1e-4 * local));
            assertThat(worst.contains(column + 3, row + 3)).isTrue();
            assertThat(evidence.share()).isBetween(1e-3, 0.5);
            assertThat(evidence.places()).allSatisfy(place -> {
                assertThat(place.column() + place.width())
                        .isLessThanOrEqualTo(model.shape().width());
                assertThat(place.row() + place.height())
                        .isLessThanOrEqualTo(model.shape().height());
            });
            byte[] png = seen.picture().png(Integer.MAX_VALUE).orElseThrow();
            assertThat(ImageIO.read(new ByteArrayInputStream(png)).getHeight())
                    .isGreaterThanOrEqualTo(model.shape().height());
        }
    }

    static List<Path> folders() {
        return List.of(Bundles.WIDE, Bundles.TILED);
    }

    private static OnnxModel open(Bundle bundle) {
        return OnnxModel.open(bundle, ProviderChoice.parse("cpu"));
    }

    private static void paint(byte[] image, ImageShape shape, int column, int row, int side) {
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int y = row; y < row + side; y++) {
                for (int x = column; x < column + side; x++) {
                    image[(channel * shape.height() + y) * shape.width() + x] = (byte) ((x + y) % 2 == 0 ? 0 : 255);
                }
            }
        }
    }

    /** The images of model/tests/write_tiled_bundle.py. */
    private static List<byte[]> images(ImageShape shape) {
        return IntStream.range(0, IMAGES).mapToObj(i -> image(shape, i)).toList();
    }

    private static byte[] image(ImageShape shape, int i) {
        byte[] pixels = new byte[shape.bytes()];
        for (int at = 0; at < pixels.length; at++) {
            int x = at % shape.width();
            int y = at / shape.width() % shape.height();
            int c = at / shape.width() / shape.height();
            pixels[at] = (byte) (90 + y * (i % 7) + x * (i % 5) + 9 * c + (31 * y + 17 * x + 13 * i) % 23);
        }
        return pixels;
    }
}
