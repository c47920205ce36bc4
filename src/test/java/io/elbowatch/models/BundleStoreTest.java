package io.elbowatch.models;

import io.elbowatch.download.AllowedPlaces;
import io.elbowatch.models.Archives.Entry;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.BundleProblem.Reason;
import io.elbowatch.testing.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BundleStoreTest {
    private static final long MAX_BYTES = 16 << 20;
    private static final long CACHE_BYTES = 100_000;

    @TempDir
    private Path temporary;

    private Path folder;
    private Path cache;
    private BundleStore store;

    @BeforeEach
    void makeFolders() throws IOException {
        folder = Files.createDirectory(temporary.resolve("folder"));
        cache = temporary.resolve("cache");
        store = new BundleStore(settings(AllowedPlaces.parse("folder,file:")));
    }

    private ModelsSettings settings(AllowedPlaces from) {
        return new ModelsSettings(folder, Optional.of(cache), CACHE_BYTES, from, MAX_BYTES, 4, Duration.ofSeconds(30));
    }

    static BundleRef ref(String at, String sha256) {
        return new BundleRef(at, Optional.ofNullable(sha256), OptionalDouble.empty(), Optional.empty());
    }

    static Stream<Arguments> kinds() {
        BiFunction<Path, List<Entry>, Path> zip = Archives::zip;
        BiFunction<Path, List<Entry>, Path> tar = Archives::tar;
        return Stream.of(Arguments.of("b.zip", zip), Arguments.of("b.tar.gz", tar));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void shouldUnpackTheFilesOfAnArchive(String name, BiFunction<Path, List<Entry>, Path> write) throws Exception {
        Path archive = write.apply(folder.resolve(name), Archives.of(Bundles.ADOPTED, "adopted/"));

        StoredBundle stored = store.get(ref(name, Hashing.sha256(archive)));

        assertThat(stored.sha256()).isEqualTo(Hashing.sha256(archive));
        assertSame(stored.folder(), Bundles.ADOPTED);
        assertThat(staged()).isEmpty();
    }

    @Test
    void shouldCopyAFolderAndHashItAsSha256sumDoes() throws Exception {
        Path bundle = copy(Bundles.ADOPTED, folder.resolve("adopted"));
        Process sums = new ProcessBuilder("sh", "-c", "LC_ALL=C; export LC_ALL; sha256sum * | sort -k 2 | sha256sum")
                .directory(bundle.toFile())
                .start();
        String expected = new String(sums.getInputStream().readAllBytes()).split(" ")[0];

        StoredBundle stored = store.get(new BundleRef("adopted"));

        assertThat(stored.sha256()).isEqualTo(expected);
        assertSame(stored.folder(), bundle);
        Files.writeString(bundle.resolve("manifest.json"), "{}"); // what is stored does not change with it
        assertSame(store.get(ref("adopted", expected)).folder(), Bundles.ADOPTED);
    }

    @Test
    void shouldNotFetchAgainWhatItHas() throws Exception {
        Path archive = Archives.zip(folder.resolve("b.zip"), List.of(Entry.file("a")));
        String sha256 = Hashing.sha256(archive);
        store.get(ref("b.zip", sha256));
        Files.delete(archive);

        assertThat(store.get(ref("b.zip", sha256)).folder()).isDirectoryContaining("glob:**/a");
    }

    /** A bundle in the cache of a machine may be changed by its disk, or by somebody. */
    @Test
    void shouldFetchAgainWhatIsDamaged() throws Exception {
        Path archive = Archives.zip(folder.resolve("b.zip"), List.of(Entry.file("a"), Entry.file("b")));
        String sha256 = Hashing.sha256(archive);
        Path kept = store.get(ref("b.zip", sha256)).folder();
        String before = Files.readString(kept.resolve("a"));

        Files.writeString(kept.resolve("a"), "other");
        assertThat(store.get(ref("b.zip", sha256)).folder().resolve("a")).hasContent(before);
        Files.delete(kept.resolve("b"));
        assertThat(store.get(ref("b.zip", null)).folder()).isDirectoryContaining("glob:**/b");
        Files.delete(cache.resolve(sha256 + ".content")); // as earlier versions kept it
        Files.delete(archive);
        assertThat(refused("b.zip", sha256)).startsWith(Reason.UNREACHABLE + ": there is nothing at ");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void shouldSayThatNothingIsThere() {
        assertThat(refused("none", null))
                .isEqualTo(Reason.UNREACHABLE + ": there is nothing at " + folder.resolve("none"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void shouldRefuseAnotherHashBeforeItUnpacks(String name, BiFunction<Path, List<Entry>, Path> write) {
        write.apply(folder.resolve(name), List.of(Entry.link("evil")));

        assertThat(refused(name, "ab".repeat(32))).startsWith(Reason.WRONG_HASH + ": has sha256 ");
    }

    static Stream<Arguments> hostile() {
        List<Arguments> all = new ArrayList<>();
        List<Arguments> contents = List.of(
                Arguments.of(List.of(Entry.file("../evil")), "leads out of its folder, '../evil'"),
                Arguments.of(List.of(Entry.file("a/../../evil")), "leads out of its folder"),
                Arguments.of(List.of(Entry.file("/tmp/evil")), "an absolute path, '/tmp/evil'"),
                Arguments.of(List.of(Entry.file("C:evil")), "an absolute path, 'C:evil'"),
                Arguments.of(List.of(Entry.file("..\\evil")), "has an entry"), // a slash in the zip that Commons writes
                Arguments.of(List.of(Entry.file("a\nb")), "an entry named 'a\\nb'"),
                Arguments.of(List.of(Entry.file("a\u001b[2Jb")), "an entry named 'a\\u001b[2Jb'"),
                Arguments.of(List.of(Entry.file(".hidden")), "an entry named '.hidden'"),
                Arguments.of(List.of(Entry.link("model.onnx")), "a link or a device, 'model.onnx'"),
                Arguments.of(List.of(Entry.file("a/b/c")), "a folder in a folder, 'a/b/c'"),
                Arguments.of(List.of(Entry.file("a"), Entry.file("b/c")), "files in several places, such as 'b/c'"),
                Arguments.of(List.of(Entry.file("b/c"), Entry.file("d/e")), "files in several places, such as 'd/e'"),
                Arguments.of(
                        List.of(Entry.file("model.onnx"), Entry.file("Model.ONNX")),
                        "the entries 'model.onnx' and 'Model.ONNX', which are one file on some machines"),
                Arguments.of(List.of(Entry.file("a"), Entry.file("a")), "two entries 'a'"),
                Arguments.of(
                        Stream.iterate(0, n -> n + 1)
                                .limit(65)
                                .map(n -> Entry.file("f" + n))
                                .toList(),
                        "more than 64 entries"));
        kinds().forEach(kind -> contents.forEach(
                content -> all.add(Arguments.of(kind.get()[0], kind.get()[1], content.get()[0], content.get()[1]))));
        return all.stream();
    }

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("hostile")
    void shouldRefuseAHostileArchive(
            String name, BiFunction<Path, List<Entry>, Path> write, List<Entry> entries, String because)
            throws IOException {
        write.apply(folder.resolve(name), entries);

        assertThat(refused(name, null))
                .startsWith(Reason.UNSAFE_ARCHIVE + ": the archive has ")
                .contains(because)
                .doesNotContain("\n");
        assertThat(Files.exists(temporary.resolve("evil"))).isFalse();
        assertThat(Files.exists(cache.resolve("evil"))).isFalse();
    }

    @Test
    void shouldRefuseTarEntriesThatAreNoFiles() {
        for (byte kind : "1346".getBytes()) { // hard link, devices, pipe
            Archives.tar(folder.resolve("b.tar.gz"), List.of(new Entry("x", kind, new byte[0])));
            assertThat(refused("b.tar.gz", null)).contains("a link or a device, 'x'");
        }
    }

    /** Ten gigabytes, of which no more than the limit reaches the disk. */
    @Test
    void shouldRefuseTenGigabytesOfZeros() throws IOException {
        int blocks = (int) ((10L << 30) / Archives.ZEROS.length);
        Archives.zipOfZeros(folder.resolve("b.zip"), blocks, 10L << 30);
        Archives.tarOfZeros(folder.resolve("b.tar.gz"), blocks);

        for (String name : List.of("b.zip", "b.tar.gz")) {
            assertThat(Files.size(folder.resolve(name))).isLessThan(MAX_BYTES);
            assertThat(refused(name, null))
                    .isEqualTo(Reason.TOO_LARGE + ": the content of the archive has more than " + MAX_BYTES
                            + " bytes; the setting models.max-bytes allows no more");
        }
    }

    @Test
    void shouldNotBelieveTheDeclaredSizeOfAZipEntry() throws IOException {
        Archives.zipOfZeros(folder.resolve("b.zip"), 2, 1000);

        assertThat(refused("b.zip", null)).startsWith(Reason.TOO_LARGE.toString());
    }

    @Test
    void shouldRefuseATarWithAnEndlessName() throws IOException {
        Archives.tar(
                folder.resolve("b.tar.gz"),
                List.of(new Entry("././@LongLink", (byte) 'L', new byte[8 << 20]), Entry.file("a")));

        assertThat(refused("b.tar.gz", null)).contains("a header has more than 1048576 bytes");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void shouldRefuseATruncatedArchive(String name, BiFunction<Path, List<Entry>, Path> write) throws IOException {
        byte[] whole = Files.readAllBytes(write.apply(folder.resolve(name), Archives.of(Bundles.ADOPTED, "")));
        for (int bytes : new int[] {5, whole.length / 2, whole.length - 10}) {
            Files.write(folder.resolve(name), Arrays.copyOf(whole, bytes));
            assertThat(refused(name, null)).startsWith(Reason.UNSAFE_ARCHIVE + ": the archive cannot be read as a ");
        }
    }

    @Test
    void shouldRefuseDamagedContentOfAZip() throws IOException {
        Path archive = Archives.zip(folder.resolve("b.zip"), Archives.of(Bundles.ADOPTED, ""));
        byte[] bytes = Files.readAllBytes(archive);
        int crc = lastIndexOf(bytes, new byte[] {'P', 'K', 1, 2}) + 16;
        bytes[crc] ^= 1;
        Files.write(archive, bytes);

        assertThat(refused("b.zip", null)).contains("is damaged: the checksum of");
    }

    @Test
    void shouldRefuseWhatIsNoArchive() throws IOException {
        Files.writeString(folder.resolve("b.zip"), "<html>not found</html>");

        assertThat(refused("b.zip", null)).endsWith("the archive is neither a .zip nor a .tar.gz");
    }

    @Test
    void shouldRefuseAnArchiveOfTooManyBytes() throws IOException {
        Path archive = folder.resolve("b.zip");
        Files.write(archive, new byte[(int) MAX_BYTES + 1]);

        assertThat(refused("b.zip", null)).startsWith(Reason.TOO_LARGE + ": the archive has more than ");
    }

    @Test
    void shouldRefuseLinksOutOfTheFolder() throws IOException {
        Files.createSymbolicLink(folder.resolve("out"), Bundles.ADOPTED.toAbsolutePath());
        Path bundle = Files.createDirectory(folder.resolve("bundle"));
        Files.createSymbolicLink(bundle.resolve("manifest.json"), Path.of("/etc/passwd"));

        assertThat(refused("out", null)).isEqualTo(Reason.INVALID + ": 'out' is a link out of models.folder");
        assertThat(refused("bundle", null)).contains("'manifest.json' is a link out of the folder");
    }

    @Test
    void shouldRefusePlacesThatAreNotBelowTheFolder() {
        for (String at : List.of("../x", "a/../../x", "/etc/passwd", "..\\x", "a\nb")) {
            assertThat(refused(at, null)).startsWith(Reason.INVALID + ": '").doesNotContain("\n");
        }
        assertThat(refused("http://host/x.zip", null)).contains("http: is not secure");
        assertThat(refused("ftp://host/x.zip", null)).contains("is no place");
    }

    @Test
    void shouldReadAllowedPlacesAlone() throws IOException {
        store = new BundleStore(settings(AllowedPlaces.parse("folder,https://models.example.com/a/,s3://bucket/")));

        assertThat(refused("file:/etc/passwd", null))
                .contains("is not allowed: the setting models.from has folder,https");
        for (String at : List.of(
                "https://models.example.com/b/x.zip",
                "https://models.example.com/a/../b/x.zip",
                "https://models.example.com:8443/a/x.zip",
                "https://models.example.com.evil.org/a/x.zip",
                "https://user@models.example.com/a/x.zip",
                "s3://bucket-2/x.zip")) {
            assertThat(refused(at, null)).startsWith(Reason.INVALID.toString());
        }
    }

    @Test
    void shouldDeleteItsOwnFolderWhenItCloses() throws Exception {
        Archives.zip(folder.resolve("b.zip"), List.of(Entry.file("a")));
        BundleStore temporaryStore = new BundleStore(new ModelsSettings(
                folder, Optional.empty(), CACHE_BYTES, AllowedPlaces.FOLDER, MAX_BYTES, 4, Duration.ofSeconds(30)));
        Path kept = temporaryStore.get(new BundleRef("b.zip")).folder();

        temporaryStore.close();

        assertThat(kept.getParent()).doesNotExist();
    }

    private String refused(String at, String sha256) {
        BundleProblem problem = catchThrowableOfType(BundleProblem.class, () -> store.get(ref(at, sha256)));
        assertThat(problem).as(at).isNotNull();
        assertThat(staged()).as("left behind").isEmpty();
        return problem.reason() + ": " + problem.getMessage();
    }

    private List<String> staged() {
        String[] names = cache.toFile().list((in, name) -> name.startsWith("."));
        return names == null ? List.of() : List.of(names);
    }

    private static int lastIndexOf(byte[] bytes, byte[] part) {
        int at = bytes.length - part.length;
        while (!Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
            at--;
        }
        return at;
    }

    private static void assertSame(Path found, Path expected) throws IOException {
        try (Stream<Path> files = Files.list(expected)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                assertThat(found.resolve(file.getFileName())).hasSameBinaryContentAs(file);
            }
        }
        assertThat(found.toFile().list()).hasSameSizeAs(expected.toFile().list());
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }
}
