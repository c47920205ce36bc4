package io.elbowatch.core.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdxLabelsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadLabels() throws IOException {
        Path plain = Files.write(folder.resolve("a"), IdxBytes.of(250));
        Path gzipped = Files.write(folder.resolve("b"), IdxBytes.gzipped(IdxBytes.of(250)));

        assertThat(IdxLabels.read(plain)).hasSize(250).startsWith(0, 1, 2).endsWith(248, 249);
        assertThat(IdxLabels.read(gzipped)).isEqualTo(IdxLabels.read(plain));
    }

    @Test
    void shouldRefuseImages() throws IOException {
        Path images = Files.write(folder.resolve("a"), IdxBytes.of(2, 3, 4));

        assertThatThrownBy(() -> IdxLabels.read(images))
                .isInstanceOf(ImageSetException.class)
                .hasMessageContaining("holds images (idx3), not labels");
    }

    @Test
    void shouldNotAllocateWhatIsOnlyDeclared() throws IOException {
        byte[] declared = {0, 0, 8, 1, 0x7f, -1, -1, 0, 1, 2};
        Path labels = Files.write(folder.resolve("a"), IdxBytes.gzipped(declared));

        assertThatThrownBy(() -> IdxLabels.read(labels))
                .isInstanceOf(ImageSetException.class)
                .hasMessageContaining("breaks off");
    }

    @Test
    void shouldRefuseTruncatedAndMissing() throws IOException {
        Path labels = Files.write(folder.resolve("a"), Arrays.copyOf(IdxBytes.of(9), 12));
        Path missing = folder.resolve("missing");

        assertThatThrownBy(() -> IdxLabels.read(labels)).hasMessageContaining("declares 9");
        assertThatThrownBy(() -> IdxLabels.read(missing)).hasMessageContaining("does not exist");
    }
}
