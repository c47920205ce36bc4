package io.elbowatch.lab.demo;

import io.elbowatch.bundle.Bundle;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.lab.board.BoardGenerator;
import io.elbowatch.lab.board.BoardSet;
import io.elbowatch.settings.Given;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsLoader;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FirstCalibrationTest {
    private final Settings settings = SettingsLoader.load(
            List.of(
                    new Given("bundle", Bundles.BOARDS.toString(), "test"),
                    new Given("kafka.bootstrap.servers", "127.0.0.1:1", "test"),
                    new Given("provider", "cpu", "test")),
            Optional.empty(),
            Map.of());

    @TempDir
    private Path folder;

    private Path boards;

    @BeforeEach
    void generateBoards() throws IOException {
        boards = folder.resolve("boards");
        new BoardSet(new BoardGenerator(6), 120, false).writeFolder(boards, done -> {});
    }

    @Test
    void shouldCalibrateACopyOnTheFirstImagesAndRemoveIt() {
        Path copy;
        try (FirstCalibration calibration = new FirstCalibration(settings)) {
            copy = calibration.on(boards, ImageSet.open(boards), 100);

            Bundle bundle = Bundle.load(copy);
            assertThat(bundle.calibration().images()).isEqualTo(100);
            assertThat(bundle.defaultAlpha()).isEqualTo(0.01);
            assertThat(calibration.sentence()).contains("the first 100 images", "about 1.00 %");
        }
        assertThat(copy.getParent()).doesNotExist();
    }

    @Test
    void shouldRefuseTooFewImages() {
        try (FirstCalibration calibration = new FirstCalibration(settings)) {
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() -> calibration.on(boards, ImageSet.open(boards), 19))
                    .withMessageContaining("19 images can be used, too few");
        }
    }
}
