package io.elbowatch.core.dataset;

import io.elbowatch.core.FileNames;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class FolderImagesTest {
    @TempDir
    private Path parent;

    @Test
    void shouldReadRecursivelySortedByPath() throws IOException {
        write("set/b.png", 1);
        write("set/a/z.JPG", 2);
        write("set/a/b/y.jpeg", 3);
        write("set/a.raw", 4);
        write("set/notes.txt", 5);
        write("set/.hidden.png", 6);
        write("set/.git/x.png", 7);

        ImageSet set = ImageSet.open(parent.resolve("set"));

        assertThat(all(set))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new SetImage("a.raw", "set", new byte[] {4}, "image/x-raw"),
                        new SetImage("a/b/y.jpeg", "a/b", new byte[] {3}, "image/jpeg"),
                        new SetImage("a/z.JPG", "a", new byte[] {2}, "image/jpeg"),
                        new SetImage("b.png", "set", new byte[] {1}, "image/png"));
        assertThat(set.size()).isEmpty();
        assertThat(set.shape()).isEmpty();
    }

    @Test
    void shouldSortByWholePaths() throws IOException {
        assumeTrue(FileNames.canWrite("ä"), "the locale cannot write the names");
        for (String name : List.of("a-b/1.png", "a/1.png", "a.png", "a0.png", "ä.png", "B.png")) {
            write("set/" + name, 0);
        }

        assertThat(all(ImageSet.open(parent.resolve("set"))))
                .extracting(SetImage::name)
                .isSorted()
                .hasSize(6);
    }

    @Test
    void shouldReadNoImageBeforeItsTurn() throws IOException {
        write("set/a.png", 1);
        Path second = write("set/b.png", 2);

        try (Stream<SetImage> images = ImageSet.open(parent.resolve("set")).images()) {
            Files.delete(second);
            assertThat(images.limit(1)).extracting(SetImage::name).containsExactly("a.png");
        }
    }

    @Test
    void shouldRefuseAFolderWithoutImages() throws IOException {
        write("set/deep/notes.txt", 1);
        Path set = parent.resolve("set");

        assertThatThrownBy(() -> ImageSet.open(set))
                .isInstanceOf(ImageSetException.class)
                .hasMessageStartingWith(set + ": holds no image")
                .hasMessageContaining(".png");
    }

    @Test
    void shouldRefuseALinkToAFolderAboveIt() throws IOException {
        write("set/z.png", 1);
        Files.createSymbolicLink(parent.resolve("set/loop"), parent.resolve("set"));

        assertThatThrownBy(() -> ImageSet.open(parent.resolve("set")))
                .isInstanceOf(ImageSetException.class)
                .hasMessageContaining("is a link to a folder above it");
    }

    @Test
    void shouldFollowOtherLinks() throws IOException {
        write("elsewhere/x.png", 1);
        Files.createDirectory(parent.resolve("set"));
        Files.createSymbolicLink(parent.resolve("set/link"), parent.resolve("elsewhere"));

        assertThat(all(ImageSet.open(parent.resolve("set"))))
                .extracting(SetImage::name)
                .containsExactly("link/x.png");
    }

    @Test
    void shouldRefuseHugeFiles() throws IOException {
        Path huge = write("set/huge.raw", 1);
        try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
            sparse.setLength(ImageSet.MAX_IMAGE_BYTES + 1L);
        }

        assertThatThrownBy(() -> all(ImageSet.open(parent.resolve("set"))))
                .isInstanceOf(ImageSetException.class)
                .hasMessageContaining("huge.raw: has 67108865 bytes");
    }

    @Test
    void shouldRefuseAnImageWhoseNameIsNotInTheCharsetOfTheLocale() throws Exception {
        Path set = Files.createDirectory(parent.resolve("set"));
        assumeTrue(createLatin1("notes-\\374.txt", set), "the file system has names in UTF-8 only");
        write("set/a.png", 1);
        assertThat(all(ImageSet.open(set))).hasSize(1);

        createLatin1("Pr\\374fling.png", set);

        assertThatThrownBy(() -> all(ImageSet.open(set)))
                .isInstanceOf(ImageSetException.class)
                .hasMessageContaining("fling.png: has a name ");
    }

    /** Java cannot create such a file itself. */
    private static boolean createLatin1(String name, Path folder) throws Exception {
        return new ProcessBuilder("sh", "-c", ": > \"$(printf '" + name + "')\"")
                        .directory(folder.toFile())
                        .start()
                        .waitFor()
                == 0;
    }

    private static List<SetImage> all(ImageSet set) {
        try (Stream<SetImage> images = set.images()) {
            return images.toList();
        }
    }

    private Path write(String name, int content) throws IOException {
        Path file = parent.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, new byte[] {(byte) content});
    }
}
