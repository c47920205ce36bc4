package io.elbowatch.bundle;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.image.Preprocessing.Orientation;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OrientationManifestTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copyABundle() throws IOException {
        try (Stream<Path> files = Files.list(Bundles.WIDE)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void shouldReadImagesAsStoredIfTheManifestSaysNothing() {
        assertThat(orientation()).isEqualTo(Orientation.AS_STORED);
    }

    @Test
    void shouldTurnImagesIfTheManifestSaysSo() throws IOException {
        say("exif");

        assertThat(orientation()).isEqualTo(Orientation.EXIF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EXIF", "upright"})
    void shouldRefuseAnotherOrientation(String text) throws IOException {
        say(text);

        assertThatThrownBy(this::orientation)
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll("manifest.json", "preprocessing.orientation must be one of", text);
    }

    private void say(String orientation) throws IOException {
        Path file = folder.resolve("manifest.json");
        String text = Files.readString(file);
        Files.writeString(
                file,
                text.replaceFirst(
                        "\"preprocessing\": \\{", "\"preprocessing\": {\"orientation\": \"" + orientation + "\","));
    }

    private Orientation orientation() {
        return BundledModel.load(folder).manifest().toPreprocessing().orientation();
    }
}
