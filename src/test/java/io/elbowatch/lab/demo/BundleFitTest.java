package io.elbowatch.lab.demo;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.BoardSet;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.settings.Given;
import io.elbowatch.settings.SettingsLoader;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BundleFitTest {
    private static LoadedModel boards;

    @TempDir
    private Path folder;

    @BeforeAll
    static void load() {
        boards = LoadedModel.load(SettingsLoader.load(
                List.of(
                        new Given("bundle", Bundles.BOARDS.toString(), "test"),
                        new Given("kafka.bootstrap.servers", "127.0.0.1:1", "test"),
                        new Given("provider", "cpu", "test")),
                Optional.empty(),
                Map.of()));
    }

    @AfterAll
    static void close() {
        boards.close();
    }

    @Test
    void shouldHaveNoDoubtsAboutImagesThatTheBundleKnows() throws IOException {
        new BoardSet(new BoardGenerator(9), 40, false).writeFolder(folder.resolve("set"), done -> {});

        assertThat(fit().doubts("set")).isEmpty();
    }

    @Test
    void shouldSayThatOtherImagesDoNotFitAndWhatToDo() throws IOException {
        writeNoise(60, 64 * 64);

        assertThat(fit().doubts("photos"))
                .hasSize(2)
                .satisfiesExactly(
                        doubt -> assertThat(doubt)
                                .contains(
                                        "40 of the first 40 images are anomalous",
                                        "the bundle boards does not fit them"),
                        remedy -> assertThat(remedy)
                                .contains("./elbowatch start photos", "make_bundle.py", "./elbowatch calibrate"));
    }

    @Test
    void shouldNotJudgeByTwoImages() throws IOException {
        writeNoise(2, 64 * 64);

        assertThat(fit().doubts("photos")).isEmpty();
    }

    @Test
    void shouldRefuseASetOfWhichNoImageCanBeUsed() throws IOException {
        writeNoise(5, 100);

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(this::fit)
                .withMessageContaining("none of the first 5 images can be used: 000.raw: ");
    }

    @Test
    void shouldSayHowManyImagesTheMachineScoresInASecond() throws IOException {
        writeNoise(60, 64 * 64);
        AtomicLong nanos = new AtomicLong();

        BundleFit fit = fit(() -> nanos.getAndAdd(8_000_000_000L));

        assertThat(fit.imagesPerSecond()).isEqualTo(BundleFit.IMAGES / 8.0);
    }

    private BundleFit fit() {
        return fit(System::nanoTime);
    }

    private BundleFit fit(LongSupplier clock) {
        return BundleFit.of(ImageSet.open(folder.resolve("set")), boards, DecodeLimits.DEFAULT, clock);
    }

    private void writeNoise(int images, int bytes) throws IOException {
        Random random = new Random(1);
        Path set = Files.createDirectory(folder.resolve("set"));
        for (int i = 0; i < images; i++) {
            byte[] pixels = new byte[bytes];
            random.nextBytes(pixels);
            Files.write(set.resolve(String.format(Locale.ROOT, "%03d.raw", i)), pixels);
        }
    }
}
