package io.elbowatch.bundle;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.Tiling;
import io.elbowatch.core.image.ImageShape;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TiledManifestTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void copyABundle() throws IOException {
        try (Stream<Path> files = Files.list(Bundles.TILED)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void shouldDistinguishTheImageFromItsTiles() {
        Manifest manifest = BundledModel.load(folder).manifest();

        assertThat(manifest.toPreprocessing().shape()).isEqualTo(new ImageShape(3, 44, 60));
        assertThat(manifest.toForm().image()).isEqualTo(new ImageShape(3, 16, 24));
        assertThat(manifest.toTiling()).isEqualTo(new Tiling(new ImageShape(3, 44, 60), new ImageShape(3, 16, 24), 6));
    }

    @Test
    void shouldTakeTheWholeImageWithoutTiles() {
        Manifest manifest = BundledModel.load(Bundles.WIDE).manifest();

        assertThat(manifest.toTiling()).isEqualTo(Tiling.none(new ImageShape(3, 24, 40)));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"height\": 16', '\"height\": 64', tiles must be at least 1x1",
        "'\"width\": 24', '\"width\": 0', tiles must be at least 1x1",
        "'\"overlap\": 6', '\"overlap\": 3', 'tiles.overlap must be 4 to 15 pixels, not 3'",
        "'\"overlap\": 6', '\"overlap\": 16', 'tiles.overlap must be 4 to 15 pixels, not 16'",
        "'\"height\": 16', '\"height\": 18', places",
    })
    void shouldRefuseTilesThatCannotBe(String text, String by, String problem) throws IOException {
        Path file = folder.resolve("manifest.json");
        Files.writeString(file, Files.readString(file).replace(text, by));

        assertThatThrownBy(() -> BundledModel.load(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll("manifest.json", problem);
    }
}
