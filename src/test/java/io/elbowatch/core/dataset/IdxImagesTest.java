package io.elbowatch.core.dataset;

import io.elbowatch.core.image.ImageShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdxImagesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadGreyImages(boolean gzipped) throws IOException {
        byte[] idx = IdxBytes.of(3, 2, 4);
        Path file = write("some-idx3-ubyte", gzipped ? IdxBytes.gzipped(idx) : idx);

        ImageSet set = ImageSet.open(file);

        assertThat(set.size()).hasValue(3);
        assertThat(set.shape()).contains(new ImageShape(1, 2, 4));
        List<SetImage> images = all(set);
        assertThat(images).hasSize(3).allSatisfy(image -> {
            assertThat(image.group()).isEqualTo("some-idx3-ubyte");
            assertThat(image.contentType()).isEqualTo("image/x-raw");
        });
        assertThat(images.get(2).name()).isEqualTo("some-idx3-ubyte#2");
        assertThat(images.get(2).bytes()).containsExactly(16, 17, 18, 19, 20, 21, 22, 23);
    }

    @Test
    void shouldConvertColoursToPlanes() throws IOException {
        ImageSet set = ImageSet.open(write("rgb.idx", IdxBytes.of(1, 1, 2, 3)));

        assertThat(set.shape()).contains(new ImageShape(3, 1, 2));
        assertThat(all(set).get(0).bytes()).containsExactly(0, 3, 1, 4, 2, 5);
    }

    @Test
    void shouldReadTheSameTwice() throws IOException {
        ImageSet set = ImageSet.open(write("a.idx", IdxBytes.of(5, 3, 3)));

        assertThat(all(set)).usingRecursiveComparison().isEqualTo(all(set));
    }

    @Test
    void shouldRefuseTruncated() throws IOException {
        Path file = write("a.idx", Arrays.copyOf(IdxBytes.of(3, 2, 4), 39));

        assertFault(file, "has 23 bytes of data, but its header declares 24");
    }

    @Test
    void shouldFailAtTheEndOfTruncatedGzippedData() throws IOException {
        byte[] gzipped = IdxBytes.gzipped(Arrays.copyOf(IdxBytes.of(3, 2, 4), 39));
        ImageSet set = ImageSet.open(write("a.gz", gzipped));

        try (Stream<SetImage> images = set.images()) {
            assertThat(images.limit(2)).hasSize(2);
        }
        assertThatThrownBy(() -> all(set)).isInstanceOf(ImageSetException.class).hasMessageContaining("breaks off");
    }

    @Test
    void shouldRefuseSurplusInGzippedData() throws IOException {
        byte[] gzipped = IdxBytes.gzipped(Arrays.copyOf(IdxBytes.of(3, 2, 4), 41));
        ImageSet set = ImageSet.open(write("a.gz", gzipped));

        assertThatThrownBy(() -> all(set)).isInstanceOf(ImageSetException.class).hasMessageContaining("more data");
    }

    @Test
    void shouldRefuseDamagedGzip() throws IOException {
        byte[] gzipped = IdxBytes.gzipped(IdxBytes.of(3, 2, 4));
        gzipped[gzipped.length - 6] ^= 1;
        ImageSet set = ImageSet.open(write("a.gz", gzipped));

        assertThatThrownBy(() -> all(set)).isInstanceOf(ImageSetException.class).hasMessageContaining("damaged");
    }

    @Test
    void shouldRefuseLabels() throws IOException {
        assertFault(
                write("labels-idx1-ubyte", IdxBytes.of(7)),
                "holds labels (idx1), not images; give the file with the images");
    }

    @Test
    void shouldRefuseOtherSizes() throws IOException {
        assertFault(write("a.idx", IdxBytes.of(2, 3)), "[2, 3]");
        assertFault(write("b.idx", IdxBytes.of(2, 3, 3, 2)), "[2, 3, 3, 2]");
        assertFault(write("c.idx", IdxBytes.of(0, 3, 3)), "no images");
    }

    @Test
    void shouldRefuseHugeDeclaredImages() throws IOException {
        byte[] header = {0, 0, 8, 3, 0, 0, 0, 1, -1, -1, -1, -1, -1, -1, -1, -1};

        assertFault(write("a.gz", IdxBytes.gzipped(header)), "[1, 4294967295, 4294967295]");
        assertFault(write("a.idx", header), "declares 9223372036854775807");
    }

    @Test
    void shouldRefuseOtherTypes() throws IOException {
        byte[] floats = IdxBytes.of(1, 2, 2);
        floats[2] = 0x0d;

        assertFault(write("a.idx", floats), "type 0d");
    }

    @Test
    void shouldRefuseGzipOfAnythingElse() throws IOException {
        assertFault(
                write("a.tar.gz", IdxBytes.gzipped("hello".getBytes(StandardCharsets.UTF_8))),
                "is not an IDX file, it begins with 68 65 6c 6c");
        assertFault(write("b.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0}), "breaks off");
    }

    private void assertFault(Path file, String fault) {
        assertThatThrownBy(() -> ImageSet.open(file))
                .isInstanceOf(ImageSetException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(fault);
    }

    private static List<SetImage> all(ImageSet set) {
        try (Stream<SetImage> images = set.images()) {
            return images.toList();
        }
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
