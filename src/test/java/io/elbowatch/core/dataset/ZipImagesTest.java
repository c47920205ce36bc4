package io.elbowatch.core.dataset;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class ZipImagesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadImagesInTheArchivesOrder() throws IOException {
        Path zip = zip(
                "Boards.ZIP", StandardCharsets.UTF_8, "b.png", "dir/", "dir/a.jpg", "notes.txt", "__MACOSX/._b.png");

        ImageSet set = ImageSet.open(zip);

        assertThat(set.size()).hasValue(2);
        assertThat(all(set))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new SetImage("b.png", "Boards", "b.png".getBytes(StandardCharsets.UTF_8), "image/png"),
                        new SetImage("dir/a.jpg", "dir", "dir/a.jpg".getBytes(StandardCharsets.UTF_8), "image/jpeg"));
    }

    @Test
    void shouldNotTreatNamesAsPaths() throws IOException {
        Path zip = zip("a.zip", StandardCharsets.UTF_8, "../../up.png", "/etc/abs.png");

        assertThat(all(ImageSet.open(zip)))
                .extracting(SetImage::name, SetImage::group)
                .containsExactly(tuple("/etc/abs.png", "/etc"));
    }

    @Test
    void shouldTakeBackslashesOfWindowsForSlashes() throws IOException {
        Path zip = zip(
                "a.zip",
                StandardCharsets.UTF_8,
                "normal\\1.png",
                "normal\\",
                "bad\\deep\\2.png",
                "..\\up.png",
                "bad\\3.gif");

        ImageSet set = ImageSet.open(zip);

        assertThat(all(set))
                .extracting(SetImage::name, SetImage::group)
                .containsExactly(tuple("normal/1.png", "normal"), tuple("bad/deep/2.png", "bad/deep"));
        assertThat(set.groups()).contains(Set.of("normal", "bad/deep"));
        assertThat(set.otherFormats().sentence())
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("1 file", "bad/3.gif", ".gif 1", "PNG"));
    }

    @Test
    void shouldReadNamesOfOldCodePages() throws IOException {
        Path zip = zip("a.zip", StandardCharsets.ISO_8859_1, "prüfung.png");

        assertThat(all(ImageSet.open(zip))).extracting(SetImage::name).containsExactly("prüfung.png");
    }

    @Test
    void shouldRefuseEntriesThatInflateTooFar() throws IOException {
        Path file = folder.resolve("bomb.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("bomb.png"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 65; i++) {
                zip.write(zeros);
            }
        }

        assertThatThrownBy(() -> all(ImageSet.open(file)))
                .isInstanceOf(ImageSetException.class)
                .hasMessageContaining("bomb.png has more than 67108864 bytes");
    }

    @Test
    void shouldRefuseAnArchiveWithoutImages() throws IOException {
        Path zip = zip("a.zip", StandardCharsets.UTF_8, "notes.txt");

        assertThatThrownBy(() -> ImageSet.open(zip)).hasMessageStartingWith(zip + ": holds no image; expected .png");
    }

    @Test
    void shouldNameTheFormatsOfAnArchiveWithoutReadableImages() throws IOException {
        Path zip = zip("a.zip", StandardCharsets.UTF_8, "a.gif", "b.gif", "c.jxl");

        assertThatThrownBy(() -> ImageSet.open(zip))
                .hasMessageStartingWith(
                        zip + ": holds no image that can be read, but others (.gif 2, .jxl 1), such as a.gif");
    }

    @Test
    void shouldRefuseATruncatedArchive() throws IOException {
        byte[] whole = Files.readAllBytes(zip("a.zip", StandardCharsets.UTF_8, "a.png", "b.png"));
        Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(whole, whole.length - 30));

        assertThatThrownBy(() -> ImageSet.open(cut))
                .isInstanceOf(ImageSetException.class)
                .hasMessageStartingWith(cut + ": cannot be read as a zip");
    }

    private static List<SetImage> all(ImageSet set) {
        try (Stream<SetImage> images = set.images()) {
            return images.toList();
        }
    }

    /** The content of each entry is its name. */
    private Path zip(String file, Charset charset, String... names) throws IOException {
        Path path = folder.resolve(file);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path), charset)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    zip.write(name.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return path;
    }
}
