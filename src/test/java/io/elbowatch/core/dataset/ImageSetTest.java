package io.elbowatch.core.dataset;

import io.elbowatch.core.image.ImageShape;
import io.elbowatch.testing.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ImageSetTest {
    @TempDir
    private Path folder;

    @Test
    void shouldNameWhatIsMissing() {
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> ImageSet.open(missing))
                .isInstanceOf(ImageSetException.class)
                .hasMessage(missing + ": does not exist; looked for " + missing);
    }

    @Test
    void shouldSuggestTheFolderOfASingleImage() throws IOException {
        Path image = Files.write(folder.resolve("a.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 0});

        assertThatThrownBy(() -> ImageSet.open(image)).hasMessageContaining("is a single image; give the folder");
    }

    @Test
    void shouldRefuseAnythingElse() throws IOException {
        Path text = Files.writeString(folder.resolve("a.txt"), "hello");
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThatThrownBy(() -> ImageSet.open(text)).hasMessageContaining("is neither IDX nor zip; expected a folder");
        assertThatThrownBy(() -> ImageSet.open(empty)).hasMessageContaining("has only 0 bytes");
    }

    @Test
    void shouldReadRealImages() {
        ImageSet set = ImageSet.open(RealData.file("fashion-mnist/t10k-images-idx3-ubyte.gz"));

        assertThat(set.size()).hasValue(10_000);
        assertThat(set.shape()).contains(new ImageShape(1, 28, 28));
        try (Stream<SetImage> images = set.images()) {
            assertThat(images.mapToInt(image -> image.bytes().length))
                    .hasSize(10_000)
                    .containsOnly(784);
        }
    }

    @Test
    void shouldReadRealLabels() {
        int[] labels = IdxLabels.read(RealData.file("fashion-mnist/t10k-labels-idx1-ubyte.gz"));

        assertThat(labels).hasSize(10_000);
        assertThat(IntStream.range(0, 10))
                .allSatisfy(kind -> assertThat(IntStream.of(labels).filter(label -> label == kind))
                        .hasSize(1000));
    }

    @Test
    void shouldRefuseRealLabelsForImages() {
        Path labels = RealData.file("mnist/t10k-labels-idx1-ubyte.gz");

        assertThatThrownBy(() -> ImageSet.open(labels)).hasMessageContaining("holds labels");
    }
}
